"""Both engines on the same persons, one after the other, in one run: figures compared, times and their ratios printed.

    python benchmarks/run.py OPENFISCA_PYTHON [PERSONS ...]

OPENFISCA_PYTHON is the interpreter of an environment that has openfisca-core.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from groundfloor.benching.comparing import MEMORY

HERE = Path(__file__).parent
# invented persons, laws, figures and the clock are the library's own, which need NumPy alone
SHARED = HERE.parent / "src" / "groundfloor" / "benching"
SIZES = (50_000, 1_000_000, 10_000_000)
# OpenFisca calculates in single precision, and a sum over millions of households keeps six digits of it
FLOAT32 = 1e-5
TIMES = {"rules_s": "reading the rules", "load_s": "loading", "first_s": "first run", "change_s": "a change"}


def run(command: list[str], **environment: str) -> dict[str, Any]:
    """The JSON that one engine prints."""
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env={**os.environ, **MEMORY, **environment})  # noqa: S603
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def same(ours: dict[str, Any], theirs: dict[str, Any]) -> int:
    """How many figures are equal; one that is not stops the run."""
    count = 0
    for law in ("law", "reform"):
        assert ours[law].keys() == theirs[law].keys()
        for name, value in ours[law].items():
            assert math.isclose(value, theirs[law][name], rel_tol=FLOAT32), (law, name, value, theirs[law][name])
            count += 1
    assert ours["law"] != ours["reform"]
    return count


def main(python: str, sizes: tuple[int, ...]) -> None:
    """Print a table of times and ratios."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start; seconds")
    print(f"{'persons':>10}  {'':18} {'groundfloor':>12} {'openfisca':>12} {'ratio':>7}")
    for size in sizes:
        theirs = run([python, str(HERE / "openfisca_floor.py"), str(size)], PYTHONPATH=str(SHARED))
        ours = run([sys.executable, "-m", "groundfloor.benching", "arrays", str(size)])
        figures = same(ours, theirs)
        for key, word in TIMES.items():
            ratio = theirs[key] / ours[key]
            print(f"{ours['persons']:>10,}  {word:18} {ours[key]:12.4f} {theirs[key]:12.4f} {ratio:7.1f}")
        print(f"{'':10}  {'peak memory, MB':18} {ours['peak_mb']:12.0f} {theirs['peak_mb']:12.0f}")
        print(f"{'':10}  {figures} figures equal", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], tuple(int(size) for size in sys.argv[2:]) or SIZES)
