"""Figures of R beside ours: computed by R where it is there, else those it gave when the test was written."""

from __future__ import annotations

import csv
import io
import math
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

PACKAGES = ("survey", "laeken")
LOADED = re.compile(r"\blibrary\(([\w.]+)\)")
CLOSE = 1e-9


@cache
def r_is_there(packages: tuple[str, ...] = PACKAGES) -> bool:
    """Whether Rscript can be run and has these packages."""
    if shutil.which("Rscript") is None:
        return False
    asked = " && ".join(["TRUE", *(f"requireNamespace('{name}', quietly = TRUE)" for name in packages)])
    done = subprocess.run(["Rscript", "-e", f"quit(status = !({asked}))"], capture_output=True, check=False)  # noqa: S603, S607 (our own script)
    return done.returncode == 0


def figures(script: Path, *arguments: str | Path) -> dict[str, float]:
    """What an R script prints as CSV lines `name,value` (NA for none), by name.

    Where R and the packages that the script loads are there it is run with `arguments` and must agree with the file `SCRIPT.csv`
    committed beside it; where they are not, that file is the answer. `record(script, ...)` writes it.
    """
    committed = _read(script.with_suffix(".csv").read_text(encoding="utf-8"))
    if not r_is_there(tuple(LOADED.findall(script.read_text(encoding="utf-8")))):
        return committed
    found = run(script, *arguments)
    assert found.keys() == committed.keys(), f"{script.name} prints other names than its committed figures"
    for name, value in found.items():
        assert value == pytest.approx(committed[name], rel=CLOSE, abs=1e-12, nan_ok=True), f"{script.name}: {name}"
    return found


def run(script: Path, *arguments: str | Path) -> dict[str, float]:
    """What the script prints now."""
    return _read(_printed(script, *arguments))


def rows(script: Path, *arguments: str | Path) -> list[dict[str, str]]:
    """The lines of a table that the script prints with a header."""
    return list(csv.DictReader(io.StringIO(_printed(script, *arguments))))


def record(script: Path, *arguments: str | Path) -> None:
    """Run the script and write what it prints beside it."""
    script.with_suffix(".csv").write_text(_printed(script, *arguments), encoding="utf-8")


def _printed(script: Path, *arguments: str | Path) -> str:
    command = ["Rscript", "--vanilla", str(script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (our own script)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def _read(text: str) -> dict[str, float]:
    return {name: math.nan if value == "NA" else float(value) for name, value in csv.reader(io.StringIO(text))}
