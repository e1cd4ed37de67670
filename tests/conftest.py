"""Settings of all tests, and which of them go together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from xdist.scheduler import LoadFileScheduling

# a busy machine is slow, not wrong: no example fails by the clock
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
BROWSER = "tests/web/browser/"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    """A file stays in one process; all files of the browser do, for their server and its pages take long to make."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Together(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return BROWSER if nodeid.startswith(BROWSER) else str(super()._split_scope(nodeid))

    return Together(config, log)


@pytest.hookimpl(trylast=True)  # after Django's plugin, which puts what uses the database first
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: at the end it would leave the other processes without work."""
    items.sort(key=lambda item: not item.nodeid.startswith(BROWSER))
