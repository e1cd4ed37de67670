"""Floating catchment scores of PySAL's package access, recorded beside this script: floating_pysal.csv.

Run where access 1.1.10.post3 is installed (it is no package of the tests): python tests/access/floating_pysal.py
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np

PLACES, SITES = 40, 7
STEPS = {10: 1.0, 30: 0.68, 60: 0.22}
END = 60.0


def gaussian(minutes):
    """The weight of Dai (2010)."""
    return (math.exp(-0.5 * (minutes / END) ** 2) - math.exp(-0.5)) / (1 - math.exp(-0.5)) if minutes <= END else 0.0


def main() -> None:
    # here, for those who only collect tests do not have it
    import pandas as pd

    from access import Access, weights

    rng = np.random.default_rng(20)
    people = rng.integers(0, 500, PLACES)
    beds = rng.integers(1, 40, SITES)
    # whole minutes, so that some stand on a limit; beyond 60 for some
    minutes = rng.integers(0, 90, (PLACES, SITES))
    minutes[3] = 80  # a place that reaches nothing
    minutes[:4, 0] = (10, 30, 60, 61)
    demand = pd.DataFrame({"id": range(PLACES), "people": people})
    supply = pd.DataFrame({"id": range(SITES), "beds": beds})
    pairs = pd.DataFrame(
        [(i, j, float(minutes[i, j])) for i in range(PLACES) for j in range(SITES)], columns=["origin", "dest", "cost"]
    )
    one = Access(
        demand_df=demand, demand_index="id", demand_value="people", supply_df=supply, supply_index="id", supply_value="beds",
        cost_df=pairs, cost_origin="origin", cost_dest="dest", cost_name="cost",
    )  # fmt: skip
    two = one.two_stage_fca(name="two", max_cost=END, normalize=False)["two_beds"]
    enhanced = one.enhanced_two_stage_fca(name="e2", max_cost=END, weight_fn=weights.step_fn(STEPS), normalize=False)[
        "e2_beds"
    ]
    bell = one.enhanced_two_stage_fca(name="bell", max_cost=END, weight_fn=gaussian, normalize=False)["bell_beds"]
    with Path(__file__).with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(
            [
                "place",
                "people",
                *(f"minutes_{j}_beds_{beds[j]}" for j in range(SITES)),
                "two_step",
                "enhanced",
                "gaussian",
            ]
        )
        for i in range(PLACES):
            scores = [repr(float(column.get(i, 0.0))) for column in (two, enhanced, bell)]
            out.writerow([i, people[i], *minutes[i], *scores])


if __name__ == "__main__":
    main()
