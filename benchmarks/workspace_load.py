"""Many people in the workspace at once: how long pages take, and whether everything that was answered with success was kept.

    python benchmarks/workspace_load.py --seconds 300 --users 200

Starts `groundfloor serve --demo` on a free port with a home of its own and lets so many users, each with a session of their own, read
pages (80 of 100 times), move a control of the explorer (5) and write into the matrix (15), after which they are led back to it. Between
an answer and the next request each thinks for five to ten seconds (`--pause` is the mean). Then some who do not think at all show how many
requests a second the machine has in it (`--saturated`). The server is stopped, and what was answered is compared with what the database holds.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
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
EAGER = 16
"""How many do not think, when the machine is saturated."""
MATRIX = "/gha/stocktaking/"
SESSIONS = """
import django, json, sys
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from groundfloor_web.accounts.models import User
people = [User.objects.get(email=f"{name}@demo.example") for name in sys.argv[2:]]
keys = []
for number in range(int(sys.argv[1])):
    user, session = people[number % len(people)], SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.create()
    keys.append(session.session_key)
print(json.dumps(keys))
"""
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

    @property
    def text(self) -> str:
        """The page."""
        packed = "gzip" in self.headers.get("content-encoding", ())
        return (gzip.decompress(self.body) if packed else self.body).decode()


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
        head = {"Host": f"127.0.0.1:{self.port}", "Accept-Language": "en", "Accept-Encoding": "gzip"} | more
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


@dataclass
class Site:
    """What can be done: pages to read, rows to write into, and controls to move with the floor's own values."""

    pages: list[str]
    rows: list[str]
    controls: list[tuple[str, float]]


async def ready(browser: Browser) -> Site:
    """The pages that the overview and the pages it names lead to, once the explorer answers."""
    found, rows = {"/gha/"}, []
    for path in ("/gha/", MATRIX, "/gha/dialogue/", "/gha/options/", "/gha/decisions/"):
        page = (await browser.ask("GET", path)).text
        found |= {link for link in re.findall(r'href="(/gha/[^"#?]*)"', page) if "/do/" not in link}
        rows += re.findall(r"add_entry/\?[^\"]*row=(\d+)", page)
    while (answer := await browser.ask("GET", "/gha/explorer/")).status == 202:
        await asyncio.sleep(1)
    controls = re.findall(r'name="(\w+\.\w+)" value="([\d.]+)"', answer.text)
    heavy = ("settings", "workbook", "explorer", ".ics", ".pdf", ".pptx", ".csv", "/calendar/")
    pages = sorted(link for link in found if not any(one in link for one in heavy))
    return Site(pages, sorted(set(rows)), [(name, float(value)) for name, value in controls])


@dataclass
class User:
    """Somebody who reads, explores and writes."""

    number: str
    browser: Browser
    site: Site
    told: Told
    written: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.number)  # noqa: S311 - who does what need not be secret

    async def use(self, until: float, pause: float) -> None:
        """Until the time is over."""
        await asyncio.sleep(self.chance.uniform(0, pause))
        await self.ask("read", 200, "GET", "/gha/")  # it brings what forms need
        while time.monotonic() < until:
            await asyncio.sleep(pause * self.chance.uniform(2 / 3, 4 / 3))
            draw = self.chance.random()
            if draw < 0.80:
                await self.ask("read", 200, "GET", self.chance.choice(self.site.pages))
            elif draw < 0.85:
                name, value = self.chance.choice(self.site.controls)
                moved = urlencode({name: round(value * self.chance.uniform(0.5, 1.5), 2)})
                await self.ask("explore", 200, "GET", f"/gha/explorer/?{moved}", **{"HX-Request": "true"})
            else:
                await self.write()

    async def write(self) -> None:
        """An entry, and the page one is led back to."""
        self.written += 1
        text = f"load {self.number} {self.written}"
        form = {"row": self.chance.choice(self.site.rows), "column": "existing", "text_en": text, "next": MATRIX}
        form["csrfmiddlewaretoken"] = self.browser.cookies.get("csrftoken", "")
        if await self.ask("write", 302, "POST", "/gha/do/stocktaking.add_entry/", form):
            self.told.kept.append(text)
            await self.ask("read", 200, "GET", MATRIX)

    async def ask(
        self, kind: str, good: int, method: str, path: str, form: dict[str, str] | None = None, **more: str
    ) -> bool:
        """Ask, and note how long the answer took; while something is being prepared, ask again as the page does."""
        begun = time.monotonic()
        try:
            while (answer := await self.browser.ask(method, path, form, **more)).status == 202:
                await asyncio.sleep(1)
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            self.told.errors.append(f"{kind}: {type(error).__name__}")
            return False
        self.told.times.setdefault(kind, []).append(time.monotonic() - begun)
        if answer.status != good:
            self.told.errors.append(f"{kind}: {answer.status}")
        return answer.status == good


async def load(port: int, keys: list[str], seconds: float, pause: float, saturated: float, server: int) -> list[Told]:
    """All of them at once; then some who do not think."""
    browsers = [Browser(port, {"sessionid": key}) for key in keys]
    site = await ready(browsers[0])
    print(f"{len(site.pages)} pages, {len(site.rows)} rows, {len(site.controls)} controls", flush=True)
    found = []
    for name, count, lasts, thinks in (
        (f"{len(keys)} users who think for {pause:g} s", len(keys), seconds, pause),
        (f"{EAGER} users who do not think", EAGER, saturated, 0.0),
    ):
        if not lasts:
            continue
        told, begun, own, before = Told(), time.monotonic(), time.process_time(), spent(server)
        users = [User(f"{len(found)}.{n}", one, site, told) for n, one in enumerate(browsers[:count])]
        await asyncio.gather(*(one.use(begun + lasts, thinks) for one in users))
        took, asked = time.monotonic() - begun, sum(map(len, told.times.values()))
        print(f"\n{name}, {took:.0f} s; load of the machine {os.getloadavg()[0]:.1f}")
        summary(told, took)
        print(
            f"processor time: the server {1000 * (spent(server) - before) / max(asked, 1):.1f} ms a request,"
            f" this program {1000 * (time.process_time() - own) / max(asked, 1):.1f} ms",
            flush=True,
        )
        found.append(told)
    return found


def spent(process: int) -> float:
    """Seconds of processor time of a process and all below it, where the system tells it as Linux does; else not a number."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        below = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return float("nan")
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK") + sum(spent(int(one)) for one in below)


def summary(told: Told, seconds: float) -> None:
    """How long answers took, and what went wrong."""
    everything = [one for times in told.times.values() for one in times]
    for kind, times in [*sorted(told.times.items()), ("all", everything)]:
        ordered = sorted(times)
        print(
            f"{kind:8} {len(times):6} requests  median {1000 * statistics.median(times):6.0f} ms"
            f"  p95 {1000 * ordered[int(0.95 * (len(ordered) - 1))]:6.0f} ms  longest {1000 * ordered[-1]:6.0f} ms"
        )
    print(f"{len(everything) / seconds:.1f} requests a second; {len(told.errors)} errors")
    for one in sorted(set(told.errors)):
        print(f"  {told.errors.count(one)} x {one}")


def asked(script: str, *given: str, environment: dict[str, str]) -> str:
    """The last line that a script beside the server says."""
    command = [sys.executable, "-c", script, *given]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout.splitlines()[-1]


def compared(told: list[Told], environment: dict[str, str]) -> int:
    """Compare what was answered with what is kept."""
    found = json.loads(asked(KEPT, environment=environment))
    kept = {text for one in told for text in one.kept}
    lost = kept - set(found["texts"]) | kept - set(found["lines"])
    print(f"\n{len(kept)} actions answered with success, {len(lost)} lost; {found['count']} lines on the trail")
    print("The chain holds." if found["broken"] is None else f"The chain is broken: {found['broken']}")
    return int(bool(lost or found["broken"] or any(one.errors for one in told)))


def main() -> int:
    """Serve, load, stop, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--pause", type=float, default=7.5, help="mean time between an answer and the next request")
    parser.add_argument("--saturated", type=float, default=30, help="seconds for those who do not think; 0: leave out")
    parser.add_argument("--processes", type=int, default=0, help="of the server (default: its own)")
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
        command += ["--threads", str(args.threads), "--processes", str(args.processes)]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603
        try:
            if not any("Ctrl+C" in line for line in server.stdout or ()):
                raise SystemExit("The server did not start.")
            keys = json.loads(asked(SESSIONS, str(args.users), *WRITERS, environment=environment))
            print("load of the machine:", *os.getloadavg(), flush=True)
            told = asyncio.run(load(port, keys, args.seconds, args.pause, args.saturated, server.pid))
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)
        return compared(told, environment)


if __name__ == "__main__":
    raise SystemExit(main())
