"""Settings of all tests."""

from collections.abc import Iterator

import pytest
from hypothesis import settings
from tests import postgresql

# a busy machine is slow, not wrong: no example fails by the clock
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What needs a PostgreSQL is left to where there is one."""
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
