"""Settings of all tests, which of them go together, and the database that some need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from tests import postgresql

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
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes longest begins first, or it would leave the other processes without work; what needs a PostgreSQL is left to where there is one."""
    items.sort(key=lambda item: not item.nodeid.startswith(BROWSER))
    if postgresql.address() or postgresql.programs():
        return
    out = [item for item in items if item.get_closest_marker("postgresql")]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in out]


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL."""
    with postgresql.server() as address:
        yield address
