"""An invented country on a square grid for timing travel times: NumPy only, the same for every program."""

from __future__ import annotations

from pathlib import Path

import numpy as np

SIDE = 100.0  # metres
SEED = 1
FACILITIES, TOWNS, RIVERS = 500, 120, 12
GROUND = (1.5, 2.0, 2.5, 3.0, 4.0)
ROADS = (20.0, 50.0, 80.0)
HIGHEST = 1_500.0
KMH = 3.6


def country(cells: int, folder: Path) -> None:
    """Write pace, height, afoot, people and the cells of facilities to the folder."""
    n = round(cells**0.5)
    rng = np.random.default_rng(SEED)
    height = fractal(n, rng)
    cover = fractal(n, rng)
    edges = np.quantile(cover[:: max(1, n // 500), :: max(1, n // 500)], [0.2, 0.4, 0.6, 0.8])
    speed = np.array(GROUND)[np.digitize(cover, edges)]
    del cover
    for _ in range(RIVERS):
        for r, c in walk(n, rng):
            speed[r : r + 2, c : c + 2] = 0.0
    towns = rng.integers(n // 50, n - n // 50, (TOWNS, 2))
    afoot = np.ones((n, n), dtype=bool)
    for k, (here, quick) in enumerate(zip(towns, rng.choice(ROADS, TOWNS, p=(0.5, 0.3, 0.2)), strict=True)):
        if k == 0:
            continue
        goal = towns[np.argmin(np.abs(towns[:k] - here).sum(axis=1))]
        steps = int(np.abs(goal - here).max()) + 1
        r, c = (np.round(np.linspace(here[i], goal[i], 2 * steps)).astype(int) for i in (0, 1))
        speed[r, c] = np.maximum(speed[r, c], quick)
        afoot[r, c] = False
    people = np.zeros((n, n), np.float64)
    spread = rng.normal(0, n / 60, (200 * TOWNS, 2)) + np.repeat(towns, 200, axis=0)
    r, c = np.clip(spread.round().astype(int), 0, n - 1).T
    np.add.at(people, (r, c), rng.lognormal(4, 1, len(r)))
    people += 0.05
    people[speed == 0] = 0.0
    chosen = rng.choice(np.flatnonzero(people > 1), FACILITIES, replace=False)
    with np.errstate(divide="ignore"):
        pace = KMH / speed
    height *= HIGHEST / np.abs(height).max()
    for name, values in (("pace", pace), ("height", height), ("afoot", afoot), ("people", people)):
        np.save(folder / f"{name}.npy", values)
    np.save(folder / "facilities.npy", np.stack(np.divmod(chosen, n)))


def fractal(n: int, rng: np.random.Generator) -> np.ndarray:
    """A surface as rough at every scale: noise whose power falls with the third power of frequency."""
    down, across = np.fft.fftfreq(n), np.fft.rfftfreq(n)
    size = np.hypot(down[:, None], across)
    size[0, 0] = np.inf
    waves = np.fft.rfft2(rng.normal(size=(n, n)))
    waves *= size**-1.6
    return np.fft.irfft2(waves, (n, n))


def walk(n: int, rng: np.random.Generator) -> list[tuple[int, int]]:
    """The cells of a river from the north to the south, or from the west to the east, each beside the one before."""
    turned = rng.random() < 0.5
    at, out = int(rng.integers(n)), []
    for step in range(n):
        goal = int(np.clip(at + rng.integers(-1, 2), 0, n - 2))
        out += [(step, one) for one in range(min(at, goal), max(at, goal) + 1)]
        at = goal
    return [(c, r) for r, c in out] if turned else out
