"""Groundfloor and its peers on the same persons, one after the other, in one run: figures compared, times and their ratios printed.

make benchmark                       # makes the environments of the peers first
python benchmarks/run.py 50000       # peers that have an environment in build/
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from groundfloor.benching.comparing import MEMORY
from groundfloor.benching.runs import missing
from groundfloor.benching.timing import RUNS

HERE = Path(__file__).parent
# invented persons, laws, figures and the clock are the library's own, which need NumPy alone
SHARED = HERE.parent / "src" / "groundfloor" / "benching"
SIZES = (50_000, 1_000_000, 10_000_000)
ENGINE = "arrays" if missing("compiled") else "compiled"
PEERS = ("openfisca", "policyengine")
# both peers calculate in single precision, and a sum over millions of households keeps six digits of it
FLOAT32 = 1e-5
TIMES = {"rules_s": "reading the rules", "load_s": "loading", "first_s": "first run", "change_s": "a change: a reform"}
WAYS = {
    "loaded": "a change: data kept",
    "helped": "a change: helped",
    "counted": "a change: helped, nobody named",
}
Row = dict[str, Any]


def interpreter(peer: str) -> Path:
    """The interpreter of a peer's environment."""
    folder = HERE.parent / "build" / peer
    return next((one for one in (folder / "bin" / "python", folder / "Scripts" / "python.exe") if one.exists()), folder)


def present() -> list[str]:
    """The peers that have an environment."""
    return [peer for peer in PEERS if interpreter(peer).is_file()]


def run(command: Sequence[str], **environment: str) -> Row:
    """The JSON that one engine prints."""
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env={**os.environ, **MEMORY, **environment})  # noqa: S603
    found: Row = json.loads(done.stdout)
    return found


def ours(size: int) -> Row:
    """Groundfloor's engine in memory, in compiled code where Numba is installed."""
    return run([sys.executable, "-m", "groundfloor.benching", ENGINE, str(size)])


def theirs(peer: str, size: int) -> Row:
    """A peer in its own environment."""
    return run([str(interpreter(peer)), str(HERE / f"{peer}_floor.py"), str(size)], PYTHONPATH=str(SHARED))


def same(mine: Row, other: Row) -> int:
    """How many figures are equal; one that is not stops the run."""
    pairs = [(mine["law"], other["law"]), (mine["reform"], other["reform"])]
    pairs += [(mine["reform"], way["reform"]) for way in other["ways"].values()]
    for wanted, found in pairs:
        assert wanted.keys() == found.keys()
        for name, value in wanted.items():
            assert math.isclose(value, found[name], rel_tol=FLOAT32), (name, value, found[name])
    assert mine["law"] != mine["reform"]
    return sum(len(wanted) for wanted, _ in pairs)


def rows(size: int, peers: Sequence[str]) -> Iterator[Row]:
    """What is timed, with the seconds of each engine and how many times as long as Groundfloor each peer takes."""
    mine = ours(size)
    others = {peer: theirs(peer, size) for peer in peers}
    figures = {peer: same(mine, other) for peer, other in others.items()}
    for key, what in TIMES.items():
        seconds = {peer: other[key] for peer, other in others.items()}
        yield _row(mine["persons"], what, mine[key], seconds)
    for key, what in WAYS.items():
        seconds = {peer: other["ways"][key]["change_s"] for peer, other in others.items()}
        yield _row(mine["persons"], what, mine["change_s"], seconds)
    # by the processor, of all cores together: what can still be compared where the machine has other work
    for key, what in {"change_s": TIMES["change_s"], **WAYS}.items():
        seconds = {peer: other["ways"].get(key, other)["change_cpu_s"] for peer, other in others.items()}
        yield _row(mine["persons"], f"{what}, processor", mine["change_cpu_s"], seconds)
    peaks = {peer: other["peak_mb"] for peer, other in others.items()}
    yield _row(mine["persons"], "peak memory, MB", mine["peak_mb"], peaks) | {"figures": figures}


def _row(persons: int, what: str, mine: float, others: dict[str, float]) -> Row:
    ratios = {peer: value / mine for peer, value in others.items()}
    return {"persons": persons, "what": what, "groundfloor": mine, "peers": others, "ratios": ratios}


def main(sizes: Sequence[int]) -> None:
    """Print a table of times and ratios."""
    peers = present()
    if not peers:
        raise SystemExit("No peer has an environment in build/: run `make benchmark`.")
    ours(1_000)  # so that code is compiled, which a machine does once
    print(
        f"{ENGINE} on {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start; seconds, a change the median of {RUNS}"
    )
    print(f"{'persons':>10}  {'':42}{'groundfloor':>12}" + "".join(f"{peer:>14}{'ratio':>8}" for peer in peers))
    for size in sizes:
        for row in rows(size, peers):
            digits = 0 if "MB" in row["what"] else 4
            cells = "".join(f"{row['peers'][peer]:14.{digits}f}{row['ratios'][peer]:8.1f}" for peer in peers)
            print(f"{row['persons']:>10,}  {row['what']:42}{row['groundfloor']:12.{digits}f}{cells}", flush=True)
        equal = ", ".join(f"{count} with {peer}" for peer, count in row["figures"].items())
        print(f"{'':10}  figures equal to {FLOAT32:.0e}: {equal}", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
