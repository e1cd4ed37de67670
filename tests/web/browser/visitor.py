"""Somebody who goes through every page of the demonstration once, without a browser: by its links, with a cookie."""

from __future__ import annotations

import gzip
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar

from django.urls import Resolver404, resolve
from tests.web.browser.serving import STARTS, Served

PREPARING = 202
WHO = "abena@demo.example"
"""A coordinator, who is offered most."""
START = ("/", "/gha/", "/accounts/profile/", "/accounts/second-factor/add/", "/gha/awareness/public/")
NOT_PAGES = re.compile(r"^/(static|api)/|\.(csv|xlsx|pdf|pptx|ics)$|/explorer/runs/\d+/\w|/dialogue/documents/")


class Read(HTMLParser):
    """The links of a page, the files it loads, and the texts that are seen in it."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.files: list[str] = []
        self.texts: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A link, a file, or the begin of something in which text is no text of the page."""
        said = dict(attrs)
        if tag == "a" and said.get("href"):
            self.links.append(said["href"] or "")
        for name in ("src", "href"):
            if tag in ("script", "link", "img") and (said.get(name) or "").startswith("/static/"):
                self.files.append(said[name] or "")
        for name in ("title", "aria-label", "alt", "placeholder"):
            if said.get(name):
                self.texts.append(said[name] or "")
        if tag in ("script", "style", "code", "pre", "textarea"):
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """The end of it."""
        if self._within and self._within[-1] == tag:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        """A text."""
        if not self._within and data.strip():
            self.texts.append(" ".join(data.split()))


@dataclass
class Visited:
    """A page: its address, what it is, and what was read there."""

    url: str
    what: str
    status: int
    size: int
    text: str
    read: Read


@dataclass
class Visitor:
    """A member of the demonstration with pages in a language."""

    served: Served
    language: str
    sizes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cookies = CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies)).open

    def get(self, path: str, data: dict[str, str] | None = None) -> tuple[int, str, bytes, int]:
        """Status, final address, body, and how many bytes were sent for it."""
        asked = urllib.request.Request(  # noqa: S310 - our own server
            self.served.address + path,
            data=None if data is None else urllib.parse.urlencode(data).encode(),
            headers={
                "Accept-Language": self.language,
                "Accept-Encoding": "gzip",
                "Referer": self.served.address + path,
            },
        )
        try:
            answer = self._open(asked, timeout=60)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            sent = answer.read()
            body = gzip.decompress(sent) if answer.headers.get("Content-Encoding") == "gzip" else sent
            return answer.status, answer.url.removeprefix(self.served.address), body, len(sent)

    def post(self, path: str, **given: str) -> tuple[int, str, str]:
        """Send a form as a browser without scripts does: with the hidden values that the page holds."""
        page = self.get(path)[2].decode()
        form = page[page.index("<main") :]
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        status, url, body, _size = self.get(path, hidden | given)
        return status, url, body.decode()

    def log_in(self, who: str = WHO) -> None:
        """Log in."""
        status, url, _page = self.post("/accounts/login/", username=who, password=self.served.demo)
        assert (status, url) == (200, "/gha/"), url

    def every_page(self) -> list[Visited]:
        """Each page once, found by links from the first; an action once, whatever it is about."""
        waiting = list(START)
        seen: set[str] = set()
        found = []
        while waiting:
            url = waiting.pop(0)
            what = kind_of(url)
            if not what or what in seen:
                continue
            seen.add(what)
            status, _last, body, size = self.ready(url)
            text = body.decode()
            read = Read()
            read.feed(text)
            found.append(Visited(url, what, status, size + sum(map(self.size, set(read.files))), text, read))
            waiting += [urllib.parse.urljoin(url, link) for link in read.links]
        return found

    def ready(self, path: str) -> tuple[int, str, bytes, int]:
        """A page that may first have to be prepared, which it says."""
        until = time.monotonic() + STARTS
        answer = self.get(path)
        while answer[0] == PREPARING and time.monotonic() < until:
            time.sleep(0.5)
            answer = self.get(path)
        return answer

    def size(self, file: str) -> int:
        """How many bytes a file takes on its way."""
        if file not in self.sizes:
            self.sizes[file] = self.get(file)[3]
        return self.sizes[file]


def kind_of(url: str) -> str:
    """What is at an address: the name of a page, with the action that it is for; nothing where it is no page of the workspace."""
    parts = urllib.parse.urlsplit(url)
    if parts.netloc or not parts.path or NOT_PAGES.search(parts.path):
        return ""
    try:
        found = resolve(parts.path)
    except Resolver404:
        return ""
    return " ".join([found.view_name, *([str(found.kwargs["name"])] if "name" in found.kwargs else [])])
