"""Many people in the workspace at once: how long pages take, and whether everything that was answered with success was kept.

    python benchmarks/workspace_load.py --seconds 300 --users 200

Starts `groundfloor serve --demo` on a free port with a home of its own, logs the people of the demonstration in, and lets so many users
read pages (80 of 100), move controls of the explorer (5) and write into the matrix (15). Each waits a moment between two requests. The
server is then stopped, and what was answered is compared with what the database holds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

WRITERS = ("abena", "kwame", "adjoa", "yaw", "efua", "kofi", "ama", "lena", "marc", "esi")
KEPT = """
import django, json
django.setup()
from groundfloor_web.core.audit import verify
from groundfloor_web.core.models import Entry, Workspace
from groundfloor_web.stocktaking.models import MatrixEntry
lines = Entry.objects.filter(workspace=Workspace.objects.get(slug="gha")).order_by("number")
broken = verify(lines.iterator())
print(json.dumps({
    "texts": [one.text.get("en", "") for one in MatrixEntry.objects.all()],
    "lines": [one.after["text"].get("en", "") for one in lines.filter(action="stocktaking.add_entry")],
    "broken": None if broken is None else [broken.number, broken.reason],
    "count": lines.count(),
}))
"""


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, list[str]]
    body: bytes


@dataclass
class Browser:
    """A connection that is kept open, and cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, form: dict[str, str] | None = None, **more: str) -> Answer:
        """An answer; the connection is opened anew where the server has closed it."""
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        reader, writer = self.streams
        body = urlencode(form or {}).encode()
        head = {"Host": f"127.0.0.1:{self.port}", "Accept-Language": "en"} | more
        if self.cookies:
            head["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method == "POST":
            head |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", ""]
        try:
            writer.write("\r\n".join(lines).encode() + body)
            await writer.drain()
            return await self._answer(reader)
        except BaseException:
            self.streams = None
            writer.close()
            raise

    async def _answer(self, reader: asyncio.StreamReader) -> Answer:
        first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: dict[str, list[str]] = {}
        for line in filter(None, rest):
            name, _colon, value = line.partition(":")
            headers.setdefault(name.lower(), []).append(value.strip())
        if "content-length" in headers:
            body = await reader.readexactly(int(headers["content-length"][0]))
        else:
            body = b""
            while size := int((await reader.readline()).strip() or b"0", 16):
                body += await reader.readexactly(size)
                await reader.readline()
            await reader.readline()
        for cookie in headers.get("set-cookie", ()):
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if "close" in headers.get("connection", ()):
            self.streams = None
        return Answer(int(first.split()[1]), headers, body)


@dataclass
class Told:
    """What was measured."""

    times: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


async def logged_in(port: int, name: str, password: str) -> dict[str, str]:
    """The cookies of somebody of the demonstration."""
    browser = Browser(port)
    await browser.ask("GET", "/accounts/login/")
    form = {"username": f"{name}@demo.example", "password": password}
    answer = await browser.ask("POST", "/accounts/login/", form | {"csrfmiddlewaretoken": browser.cookies["csrftoken"]})
    if answer.status != 302:
        raise SystemExit(f"{name} could not log in: {answer.status}")
    return browser.cookies


async def ready(port: int, cookies: dict[str, str]) -> tuple[list[str], list[str]]:
    """The pages that the overview and the pages it names lead to, and the rows of the matrix, once the explorer answers."""
    browser = Browser(port, dict(cookies))
    found, rows = {"/gha/"}, []
    for path in ("/gha/", "/gha/stocktaking/", "/gha/dialogue/", "/gha/options/", "/gha/decisions/"):
        page = (await browser.ask("GET", path)).body.decode()
        found |= {link for link in re.findall(r'href="(/gha/[^"#?]*)"', page) if "/do/" not in link}
        rows += re.findall(r"add_entry/\?[^\"]*row=(\d+)", page)
    while (await browser.ask("GET", "/gha/explorer/", **{"HX-Request": "true"})).status == 202:
        await asyncio.sleep(1)
    heavy = ("workbook", "explorer", ".ics", ".pdf", ".pptx", ".csv", "/calendar/")
    return sorted(link for link in found if not any(one in link for one in heavy)), sorted(set(rows)) or ["1"]


async def user(
    number: int, browser: Browser, pages: list[str], rows: list[str], until: float, pause: float, told: Told
) -> None:
    """Somebody who reads, explores and writes until the time is over."""
    chance = random.Random(number)  # noqa: S311 - who does what need not be secret
    place = 0
    while time.monotonic() < until:
        await asyncio.sleep(chance.uniform(0, 2 * pause))
        draw, begun = chance.random(), time.monotonic()
        kind = "read" if draw < 0.80 else "explore" if draw < 0.85 else "write"
        text = f"load {number} {place}"
        try:
            if kind == "read":
                answer, good = await browser.ask("GET", chance.choice(pages)), (200,)
            elif kind == "explore":
                path = f"/gha/explorer/?year={chance.randint(2026, 2035)}"
                answer, good = await browser.ask("GET", path, **{"HX-Request": "true"}), (200, 202)
            else:
                place += 1
                form = {"row": chance.choice(rows), "column": "existing", "text_en": text, "text_0": text}
                form["csrfmiddlewaretoken"] = browser.cookies["csrftoken"]
                answer, good = await browser.ask("POST", "/gha/do/stocktaking.add_entry/", form), (302,)
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            told.errors.append(f"{kind}: {type(error).__name__}")
            continue
        told.times.setdefault(kind, []).append(time.monotonic() - begun)
        if answer.status not in good:
            told.errors.append(f"{kind}: {answer.status}")
        elif kind == "write":
            told.kept.append(text)


async def load(port: int, password: str, users: int, seconds: float, pause: float) -> Told:
    """All of them at once."""
    cookies = [await logged_in(port, name, password) for name in WRITERS]
    pages, rows = await ready(port, cookies[-1])
    print(f"{len(pages)} pages, {len(rows)} rows; {users} users for {seconds:.0f} s", flush=True)
    told, until = Told(), time.monotonic() + seconds
    browsers = [Browser(port, dict(cookies[n % len(cookies)])) for n in range(users)]
    await asyncio.gather(*(user(n, one, pages, rows, until, pause, told) for n, one in enumerate(browsers)))
    return told


def report(told: Told, seconds: float, environment: dict[str, str]) -> int:
    """Say what was measured, and compare what was answered with what is kept."""
    for kind, times in sorted(told.times.items()):
        ordered = sorted(times)
        print(
            f"{kind:8} {len(times):6} requests  median {statistics.median(times):6.2f} s"
            f"  p95 {ordered[int(0.95 * (len(ordered) - 1))]:6.2f} s  longest {ordered[-1]:6.2f} s"
        )
    print(f"{sum(map(len, told.times.values())) / seconds:.1f} requests a second; {len(told.errors)} errors")
    for one in sorted(set(told.errors)):
        print(f"  {told.errors.count(one)} x {one}")
    done = subprocess.run([sys.executable, "-c", KEPT], env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    found = json.loads(done.stdout.splitlines()[-1])
    lost = set(told.kept) - set(found["texts"]) | set(told.kept) - set(found["lines"])
    print(f"{len(told.kept)} actions answered with success, {len(lost)} lost; {found['count']} lines on the trail")
    print("The chain holds." if found["broken"] is None else f"The chain is broken: {found['broken']}")
    return int(bool(lost or told.errors or found["broken"]))


def main() -> int:
    """Serve, load, stop, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--pause", type=float, default=1.0, help="mean time between an answer and the next request")
    parser.add_argument("--threads", type=int, default=8)
    args = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "GROUNDFLOOR_HOME": str(Path(folder) / "home"),
            "DJANGO_SETTINGS_MODULE": "groundfloor_web.config.settings",
        }
        command = [sys.executable, "-m", "groundfloor", "serve", "--demo", "--no-browser", "--port", str(port)]
        server = subprocess.Popen(  # noqa: S603 - our own program
            [*command, "--threads", str(args.threads)], env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            password = ""
            for line in server.stdout or ():
                if found := re.search(r"each with the password (\S+),", line):
                    password = found.group(1)
                if "Ctrl+C" in line:
                    break
            time.sleep(2)
            print("load of the machine:", *os.getloadavg(), flush=True)
            told = asyncio.run(load(port, password, args.users, args.seconds, args.pause))
            print("load of the machine:", *os.getloadavg())
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)
        return report(told, args.seconds, environment)


if __name__ == "__main__":
    raise SystemExit(main())
