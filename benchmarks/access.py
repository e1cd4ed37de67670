"""Travel times beside other programs, on one invented country: seconds, memory, and by how much times differ.

python benchmarks/access.py [--cells 4000000] [--peers scikit-image grass] [--ours eight nearest-only ...]

Every run is a process of its own that reads the same raster. Seconds and memory are those of the search alone: the raster lies in memory (of GRASS, in its own format) before.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from access_country import FACILITIES, SIDE, country

OURS = ("open corners", "strict corners", "16 neighbours", "relief", "degrees", "catchments")
PEERS = ("scikit-image", "grass")
MINUTES = 60.0
CAPACITY = 5_000.0
SAME = "open corners"
LEAST_DEGREE = SIDE / 111_320


def ours(what: str, folder: Path) -> dict[str, Any]:
    """Time one of `OURS`; compiled beforehand on a small grid."""
    from groundfloor.access import Grid, Relief, travel

    names = ("pace", "height", "afoot") if what == "relief" else ("pace",)
    layers = {name: np.load(folder / f"{name}.npy") for name in names}
    rows, columns = np.load(folder / "facilities.npy")
    shape = layers["pace"].shape
    grid = Grid(*shape, 0.0, shape[0] * SIDE, SIDE, SIDE, geographic=False, crs="EPSG:32631")
    more: dict[str, Any] = {"corners": "open" if what == SAME else "strict"}
    if what == "16 neighbours":
        more["neighbours"] = 16
    if what == "relief":
        more["relief"] = Relief(layers["height"], layers["afoot"])
    if what == "degrees":
        grid = Grid(*shape, 0.0, 5.0 + shape[0] * LEAST_DEGREE, LEAST_DEGREE, LEAST_DEGREE)
    if what == "catchments":
        return catchments(folder, layers["pace"], grid, rows, columns)
    small = slice(0, 8), slice(0, 8)
    part = {name: np.ascontiguousarray(layer[small]) for name, layer in layers.items()}
    again = {**more}
    if what == "relief":
        again["relief"] = Relief(part["height"], part["afoot"])
    part["pace"][0, 0] = 1.0
    little = Grid(8, 8, grid.west, grid.north, grid.width, grid.height, grid.geographic, grid.crs)
    travel(part["pace"], little, np.array([0]), np.array([0]), **again)
    timed, found = measured(lambda: travel(layers["pace"], grid, rows, columns, **more))
    if what == SAME:
        np.save(folder / "ours.npy", found.seconds)
    return {**timed, "reached": int(np.isfinite(found.seconds).sum())}


def catchments(folder: Path, pace: Any, grid: Any, rows: Any, columns: Any) -> dict[str, Any]:
    """Time the catchments of all facilities with the rule of capacities, people still there being the sum of what is left and served."""
    from groundfloor.access.catchments import reaches, serve, turns
    from groundfloor.access.friction import Friction

    people = np.load(folder / "people.npy")
    way = Friction(pace, np.zeros((1, 1), dtype=bool))
    room = np.full(len(rows), CAPACITY)
    reaches(way, grid, rows[:1], columns[:1], 1.0)

    def work() -> Any:
        found = reaches(way, grid, rows, columns, MINUTES)
        return found, *serve(people, found, room, turns("people", people, found, room))

    timed, (found, served, left) = measured(work)
    away = sum(one.served for one in served.values())
    assert abs(people.sum() - left.sum() - away) < 1e-9 * people.sum()
    return {**timed, "reached": round(sum(len(one.cells) for one in found) / len(found))}


def scikit_image(folder: Path) -> dict[str, Any]:
    """Time `MCP_Geometric`."""
    from skimage.graph import MCP_Geometric

    pace = np.load(folder / "pace.npy")
    starts = np.load(folder / "facilities.npy").T.tolist()
    timed, (found, _) = measured(lambda: MCP_Geometric(pace, sampling=(SIDE, SIDE)).find_costs(starts))
    np.save(folder / "scikit-image.npy", found)
    return {**timed, "reached": int(np.isfinite(found).sum())}


GRASS = """
set -e
g.region n={rows} s=0 e={columns} w=0 res=1 --quiet
r.in.bin -d --quiet --overwrite input={folder}/cost.bin output=cost bytes=8 north={rows} south=0 east={columns} west=0 rows={rows} cols={columns} anull=-1
v.in.ascii --quiet --overwrite input={folder}/points.csv output=points separator=comma
{python} {script} --timed {folder}/grass.json r.cost --quiet --overwrite input=cost output=time start_points=points memory=4000
r.out.bin --quiet --overwrite input=time output={folder}/grass.bin bytes=8 null=-1
"""


def grass(folder: Path) -> dict[str, Any]:
    """Time r.cost, with memory for the whole raster; costs are seconds a cell."""
    pace, (rows, columns) = np.load(folder / "pace.npy"), np.load(folder / "facilities.npy")
    np.where(np.isfinite(pace), pace * SIDE, -1.0).tofile(folder / "cost.bin")
    (folder / "points.csv").write_text(
        "".join(f"{c + 0.5},{pace.shape[0] - r - 0.5}\n" for r, c in zip(rows.tolist(), columns.tolist(), strict=True))
    )
    given = {"folder": folder, "python": sys.executable, "script": Path(__file__).resolve()}
    script = folder / "grass.sh"
    script.write_text(GRASS.format(rows=pace.shape[0], columns=pace.shape[1], **given))
    command = ["grass", "--tmp-location", "XY", "--exec", "bash", str(script)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 (our own script)
    found = np.fromfile(folder / "grass.bin").reshape(pace.shape)
    (folder / "cost.bin").unlink()
    (folder / "grass.bin").unlink()
    found[found < 0] = np.inf
    np.save(folder / "grass.npy", found)
    return {**json.loads((folder / "grass.json").read_text()), "reached": int(np.isfinite(found).sum())}


def timed_command(command: list[str]) -> dict[str, Any]:
    """The seconds and memory of a command that does nothing but the search."""
    start = time.perf_counter()
    subprocess.run(command, check=True)  # noqa: S603 (r.cost)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "wall_s": time.perf_counter() - start,
        "cpu_s": used.ru_utime + used.ru_stime,
        "peak_mb": used.ru_maxrss / 1024,
    }


def measured(work: Callable[[], Any]) -> tuple[dict[str, Any], Any]:
    """Seconds of one run, and the most memory that the process ever had."""
    start, cpu = time.perf_counter(), time.process_time()
    found = work()
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    return {
        "wall_s": wall,
        "cpu_s": cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }, found


def apart(one: Path, other: Path) -> tuple[float, float, int]:
    """The largest difference in seconds and as a share, and how many cells only one of both reaches."""
    ours, theirs = np.load(one, mmap_mode="r"), np.load(other, mmap_mode="r")
    most, share, alone = 0.0, 0.0, 0
    for a, b in zip(ours, theirs, strict=True):
        both = np.isfinite(a) & np.isfinite(b)
        alone += int((np.isfinite(a) != np.isfinite(b)).sum())
        off = np.abs(a[both] - b[both])
        if len(off):
            most = max(most, float(off.max()))
            share = max(share, float((off / np.maximum(b[both], 1e-300)).max()))
    return most, share, alone


def run(what: str, folder: Path) -> dict[str, Any]:
    """One measurement in a process of its own."""
    done = subprocess.run(  # noqa: S603 (this script)
        [sys.executable, __file__, "--one", what, "--folder", str(folder)], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def whole(cells: int, what: list[str], times: int) -> None:
    """Print a table of everything asked for, each run `times` times with its median."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        started = time.perf_counter()
        subprocess.run(  # noqa: S603 (this script)
            [sys.executable, __file__, "--make", str(cells), "--folder", name], check=True
        )
        print(f"{cells:,} cells, {FACILITIES} facilities, made in {time.perf_counter() - started:.0f} s", end="; ")
        print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
        print(f"{'':16} {'wall s':>8} {'CPU s':>8} {'peak MB':>8} {'cells':>12}  CPU against ours, largest difference")
        base = None
        for one in what:
            if one == "grass" and shutil.which("grass") is None:
                print("grass is not installed")
                continue
            runs = sorted((run(one, folder) for _ in range(times)), key=lambda found: found["cpu_s"])
            found = runs[len(runs) // 2]
            said = ""
            if one == SAME:
                base = found
            if one in PEERS and base is not None:
                most, share, alone = apart(folder / "ours.npy", folder / f"{one}.npy")
                said = f"{found['cpu_s'] / base['cpu_s']:.1f} times; {most:.1e} s, {share:.1e} of the time, {alone} cells only one reaches"
            figures = f"{found['wall_s']:8.2f} {found['cpu_s']:8.2f} {found['peak_mb']:8,.0f} {found['reached']:12,}"
            print(f"{one:16} {figures}  {said}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--timed"]:
        Path(sys.argv[2]).write_text(json.dumps(timed_command(sys.argv[3:])))
        sys.exit()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=4_000_000)
    parser.add_argument("--what", nargs="*", choices=(*OURS, *PEERS), default=[*OURS, *PEERS])
    parser.add_argument("--times", type=int, default=1, help="runs of each, of which the median is printed")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--make", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.make:
        country(given.make, given.folder)
    elif given.one in OURS:
        print(json.dumps(ours(given.one, given.folder)))
    elif given.one:
        print(json.dumps({"scikit-image": scikit_image, "grass": grass}[given.one](given.folder)))
    else:
        whole(given.cells, given.what, given.times)
