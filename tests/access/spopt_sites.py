"""The best choices of sites by spopt of PySAL on a town made up by a formula: pip install spopt; python spopt_sites.py > spopt_sites.csv (spopt 0.7.0)."""

from __future__ import annotations

import numpy as np

RADIUS = 22.0
PLACES = (2, 4, 7, 11)


def town(demands: int = 150, candidates: int = 40) -> tuple[np.ndarray, np.ndarray]:
    """Minutes from each demand to each candidate, and people by demand."""
    i, j = np.arange(demands), np.arange(candidates)
    x, y = (i * 37 % 101 + i * i % 7).astype(float), (i * 53 % 89 + i % 5 * 2).astype(float)
    u, v = (j * 29 % 97 + 1).astype(float), (j * 61 % 83 + j % 3).astype(float)
    away = np.hypot(x[:, None] - u[None], y[:, None] - v[None])
    return away, (i * 17 % 23 * 5 + 1).astype(float)


def main() -> None:
    """Print the value of each best choice."""
    import pulp
    from spopt.locate import LSCP, MCLP, PMedian

    away, people = town()
    print("name,value")
    solver = pulp.PULP_CBC_CMD(msg=False)
    for sites in PLACES:
        cover = MCLP.from_cost_matrix(away, people, service_radius=RADIUS, p_facilities=sites).solve(solver)
        print(f"cover.{sites},{cover.problem.objective.value():.9g}")
        median = PMedian.from_cost_matrix(away, people, p_facilities=sites).solve(solver)
        print(f"median.{sites},{median.problem.objective.value():.12g}")
    fewest = LSCP.from_cost_matrix(away, service_radius=RADIUS + 8).solve(solver)
    print(f"fewest,{fewest.problem.objective.value():.9g}")


if __name__ == "__main__":
    main()
