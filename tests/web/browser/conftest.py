"""One server and one browser for all tests of this folder; they end with it, for the database of other tests bears no browser beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.web.browser.serving import ARGUMENTS, CHROMIUM, Served, serving
from tests.web.browser.visitor import Visited, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(autouse=True)
def _database() -> None:
    """None: what is tested here has a database of its own, in another process."""


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demonstration, served."""
    with serving(tmp_path_factory.mktemp("home") / "home", demo=True) as found:
        yield found


@pytest.fixture(scope="package")
def visitor(served: Served) -> Visitor:
    """A coordinator who reads French."""
    found = Visitor(served, "fr")
    found.log_in()
    return found


@pytest.fixture(scope="package")
def everything(visitor: Visitor) -> list[Visited]:
    """Every page as that coordinator sees it."""
    return visitor.every_page()


@pytest.fixture(scope="module")  # its loop ends before tests of the database go on in this process
def browser() -> Iterator[Browser]:
    """A browser, where there is one."""
    api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip(f"needs {CHROMIUM}")
    with api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield found
        found.close()


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """Where pictures of pages are kept, if the environment says so."""
    folder = os.environ.get("GROUNDFLOOR_PICTURES")
    if folder is None:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)
