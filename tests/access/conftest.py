"""What the tests of access share."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from groundfloor.access import Reached, reach

NEEDED = ("numba", "rasterio")


def _made_up() -> ModuleType:
    spec = importlib.util.spec_from_file_location("made_up_access", Path(__file__).parent / "made_up.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def made_up() -> ModuleType:
    """The module that writes the made-up country; without the extra geo the test is skipped."""
    for name in NEEDED:
        pytest.importorskip(name, reason=f"needs {name}, of the extra geo")
    return _made_up()


@pytest.fixture
def country(made_up: ModuleType, tmp_path: Path) -> Path:
    """The made-up country in a folder of its own."""
    folder: Path = made_up.write(tmp_path / "riverland")
    return folder


@pytest.fixture(scope="session")
def found(made_up: ModuleType) -> Reached:
    """The example that ships."""
    return reach("example")
