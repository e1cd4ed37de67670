"""Somebody at a browser, who finds what they need by what it is called in their language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.text import capfirst
from tests.web.browser.rules import WIDTHS, broken, look_into

from groundfloor_web.core.languages import language_name

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

LONG = 60_000
"""Milliseconds that a busy machine may need for what takes longest."""


@dataclass
class Person:
    """A page of a browser in a language; texts are given in English and looked for as the reader has them."""

    page: Page
    address: str
    language: str
    pictures: Path | None

    @classmethod
    def at(cls, browser: Browser, address: str, language: str, pictures: Path | None = None) -> Person:
        """Somebody who has just opened a browser; what goes wrong in it is an error."""
        context = browser.new_context(locale=language, viewport={"width": WIDTHS[0], "height": 900})
        context.set_default_timeout(LONG)
        look_into(context)
        page = context.new_page()
        page.set_default_navigation_timeout(LONG)
        return cls(page, address, language, pictures)

    def leave(self) -> None:
        """Close the browser."""
        self.page.context.close()

    def reads(self, text: str) -> str:
        """A text of the workspace in the person's language."""
        with translation.override(self.language):
            return translation.gettext(text)

    def go(self, path: str = "/") -> None:
        """Open an address."""
        self.page.goto(self.address + path)

    def log_in(self, email: str, password: str) -> None:
        """Log in, from the home page."""
        self.go()
        self.follow("Log in", within=self.page.get_by_role("navigation"))
        self.page.get_by_role("textbox").nth(0).fill(email)
        self.page.get_by_role("textbox").nth(1).fill(password)
        self.press("Log in")

    def follow(self, text: str, within: Locator | None = None) -> None:
        """Follow the first link of that name, which may say more of what it is about."""
        name = re.compile(rf"^\s*{re.escape(self.reads(text))}(\s|:|$)")
        (within or self.page.get_by_role("main")).get_by_role("link", name=name).first.click()

    def opens(self, title: str) -> None:
        """Open what has this title, a pattern, in one language or the other."""
        self.page.get_by_role("main").get_by_role("link", name=re.compile(f"^({title})$")).first.click()

    def press(self, text: str) -> None:
        """Press a button."""
        self.page.get_by_role("main").get_by_role("button", name=self.reads(text), exact=True).click()

    def box(self, label: str, language: str = "") -> Locator:
        """The box of a label; of a text in several languages that of one."""
        name = re.compile(rf"^\s*{re.escape(capfirst(self.reads(label)))}(\s+\(.*\))?\s*$", re.IGNORECASE)
        main = self.page.get_by_role("main")
        if not language:
            return main.get_by_label(name)
        return main.get_by_role("group", name=name).get_by_label(language_name(language), exact=True)

    def write(self, label: str, value: Any, **by_language: str) -> None:
        """Write into a box, or into the boxes of a text by language."""
        if value is not None:
            self.box(label).fill(str(value))
        for language, text in by_language.items():
            self.box(label, language).fill(text)

    def choose(self, label: str, option: str | re.Pattern[str]) -> None:
        """Choose the first option that reads so, once it is there."""
        box = self.box(label)
        wanted = option if isinstance(option, re.Pattern) else re.compile(re.escape(self.reads(option)))
        found = box.locator("option").filter(has_text=wanted).first
        found.wait_for(state="attached")
        box.select_option(label=found.inner_text().strip())

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Wait until the page says so."""
        wanted = self.reads(text) if isinstance(text, str) else text
        self.page.get_by_role("main").get_by_text(wanted).first.wait_for()

    def picture(self, name: str) -> None:
        """See that the page breaks no rule, and keep a picture of it in each width, where pictures are kept."""
        self.page.wait_for_load_state()
        found = broken(self.page)
        assert not found, f"{name}: {found}"
        for width in WIDTHS if self.pictures is not None else ():
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=self.pictures / f"{name}-{self.language}-{width}.png", full_page=True)
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
