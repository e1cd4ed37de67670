"""A hundred of a thousand sites for 20,000 demands, clustered, within 120 minutes on foot: time, what the choice brings, and how far from the bound it can be.

python benchmarks/siting.py [demands candidates sites] prints one line of JSON for each objective. Times are of the processor; Numba has compiled before.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np

from groundfloor.access.siting import solve
from groundfloor.access.siting.problem import Problem, merged

MINUTES, PACE = 120.0, 12.0  # minutes a km on foot
ROOM = 40_000.0


def instance(demands: int, candidates: int, objective: str = "cover", *, seed: int = 7) -> Problem:
    """Six people in ten around sixty centres, the others anywhere on 200 by 200 km; candidates close to some of them."""
    rng = np.random.default_rng(seed)
    near = demands * 6 // 10
    centres = rng.random((60, 2)) * 200
    around = centres[rng.integers(0, 60, near)] + rng.normal(0, 6, (near, 2))
    places = np.vstack([around, rng.random((demands - near, 2)) * 200])
    people = np.round(rng.lognormal(5, 1, demands))
    sites = places[rng.choice(demands, candidates, replace=False)] + rng.normal(0, 1, (candidates, 2))
    first, demand, minutes = [0], [], []
    for site in sites:
        away = np.hypot(*(places - site).T) * PACE
        here = np.flatnonzero(away <= MINUTES)
        here = here[np.argsort(away[here], kind="stable")]
        demand.append(here)
        minutes.append(away[here])
        first.append(first[-1] + len(here))
    together = np.concatenate(demand)
    gain = MINUTES - np.concatenate(minutes) if objective == "mean_time" else np.ones(len(together))
    room = np.full(candidates, ROOM) if objective == "capacity" else np.zeros(0)
    return Problem(np.array(first), together, gain, people, room)


def main() -> None:
    """Print a line for each objective."""
    demands, candidates, sites = (int(one) for one in (sys.argv[1:] or ("20000", "1000", "100")))
    for objective in ("cover", "mean_time", "capacity"):
        problem = instance(demands, candidates, objective)
        solve.most(instance(50, 5, objective), 2)  # compiled
        start = time.process_time()
        found = solve.most(problem, sites)
        seconds = time.process_time() - start
        print(
            json.dumps(
                {
                    "objective": objective,
                    "demands": demands,
                    "merged": len(merged(problem).weight),
                    "candidates": candidates,
                    "sites": len(found.chosen),
                    "brought": found.value,
                    "bound": found.bound,
                    "gap": found.gap,
                    "seconds": seconds,
                }
            )
        )


if __name__ == "__main__":
    main()
