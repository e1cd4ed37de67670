"""Every test of the workspace may use the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from tests.web import making

if TYPE_CHECKING:
    from groundfloor_web.core.models import Workspace


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """The database of the test, emptied afterwards; what was remembered of another one is forgotten."""
    cache.clear()


@pytest.fixture
def ghana() -> Workspace:
    """A workspace."""
    return making.workspace("gha")


@pytest.fixture
def togo() -> Workspace:
    """A second workspace, of which the first must not know."""
    return making.workspace("tgo")
