"""What all tests share: where examples of docstrings and pages write, and when rubbish is looked for."""

from __future__ import annotations

import gc
from importlib.util import find_spec
from pathlib import Path

import pytest

GEO = "extra `geo`"  # what the text of an example says that needs it
gc.disable()  # while tests are collected, all of which stay: to look for rubbish among them takes a quarter of that time


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """Rubbish is looked for in what the tests make, not again and again among the modules and tests themselves."""
    gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True)
def _examples_write_elsewhere(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    if isinstance(request.node, pytest.DoctestItem):
        if GEO in (request.node.dtest.docstring or "") and not all(map(find_spec, ("numba", "rasterio"))):
            pytest.skip("needs numba and rasterio, the extra geo")
        folder: Path = tmp_path_factory.mktemp("example")
        monkeypatch.chdir(folder)
