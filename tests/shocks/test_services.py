"""A floor that names essential services costs under a shock what its services cost too."""

from __future__ import annotations

import pytest

from groundfloor.shocks import simulate


def test_services_are_in_the_cost_with_and_without_the_shock() -> None:
    found = simulate("gha", ["recession"], to=2030, responses=["with_services"])
    case = found.cases["recession"]
    floor, more = case.lived["ghana_floor"][2030], case.lived["with_services"][2030]
    services = [row for row in more.costs if row["programme"].startswith("services.")]
    assert services
    assert more.total == pytest.approx(floor.total + sum(row["total_lcu"] for row in services), rel=1e-9)
