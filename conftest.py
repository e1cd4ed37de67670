"""What all tests share: the examples of docstrings and pages write into a folder of their own."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

GEO = "extra `geo`"  # what the text of an example says that needs it


@pytest.fixture(autouse=True)
def _examples_write_elsewhere(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    if isinstance(request.node, pytest.DoctestItem):
        if GEO in (request.node.dtest.docstring or "") and not all(map(find_spec, ("numba", "rasterio"))):
            pytest.skip("needs numba and rasterio, the extra geo")
        folder: Path = tmp_path_factory.mktemp("example")
        monkeypatch.chdir(folder)
