"""Every test of the workspace may use the database, and runs on each there is; for one that is marked as having nothing to do with it there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.cache import cache
from tests.web import making
from tests.web.demonstration import demonstration

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

    from groundfloor_web.core.models import Workspace

MARK, ONCE = "no_database", "one_database"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What says the same on every database is asked once, on the one the workspace has by itself."""
    marked = {item: found for item in items for name in (MARK, ONCE) if (found := item.get_closest_marker(name))}
    unexplained = [item.nodeid for item, mark in marked.items() if not mark.args]
    if unexplained:
        raise pytest.UsageError(f"Say why {unexplained[0]} runs on one database alone: {MARK}('...') or {ONCE}('...')")
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return
    config.hook.pytest_deselected(items=list(marked))
    items[:] = [item for item in items if item not in marked]


@pytest.fixture(autouse=True)
def _database(request: pytest.FixtureRequest, db: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database of the test, emptied afterwards; out of reach where it is said to have nothing to do with it.

    What was remembered of another test's is forgotten.
    """
    cache.clear()
    closed = request.node.get_closest_marker(MARK) is not None
    with django_db_blocker.block() if closed else nullcontext():
        yield


@pytest.fixture
def ghana() -> Workspace:
    """A workspace."""
    return making.workspace("gha")


@pytest.fixture
def filled() -> Workspace:
    """Ghana as the demonstration shows it, beside an administrator."""
    return demonstration()


@pytest.fixture
def togo() -> Workspace:
    """A second workspace, of which the first must not know."""
    return making.workspace("tgo")
