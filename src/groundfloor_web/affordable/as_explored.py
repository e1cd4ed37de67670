"""A choice beside the floor as it stands: the controls of the explorer that amount to it, and what it makes of each programme."""

from __future__ import annotations

from typing import Any

from groundfloor.choosing import Choice
from groundfloor.choosing.floor import Picks
from groundfloor.rules.programme import Floor

Json = dict[str, Any]


def controls(floor: Floor, picks: Picks) -> Json:
    """The controls of the explorer under which it answers for a choice: what is left out, each amount, and the share reached by year."""
    found: Json = {}
    for name in floor.programmes:
        if name not in picks:
            found[f"{name}:off"] = True
            continue
        pick = picks[name]
        one = pick.grid.programme.parameters[pick.grid.parameter]
        if pick.level != 1.0:
            *earlier, last = one.values
            for value in earlier:
                found[f"{one.name}@{value.start.isoformat()}"] = value.value * pick.level
            found[one.name] = last.value * pick.level
        for year, share in pick.phase_in.items():
            found[f"{name}:in:{year}"] = round(100 * share, 6)
    return found


def programmes(floor: Floor, picks: Picks) -> list[Json]:
    """Each programme of the floor: amount and growth as it stands and as chosen; None where it is left out."""
    found = []
    for name, programme in floor.programmes.items():
        pick = picks.get(name)
        one: Json = {"programme": name, "label": dict(programme.label), "stands": {"grows": steps(programme.phase_in)}}
        if pick is not None:
            parameter = programme.parameters[pick.grid.parameter]
            own = parameter.values[-1].value
            one |= {"unit": parameter.unit, "chosen": {"amount": own * pick.level, "grows": steps(pick.phase_in)}}
            one["stands"]["amount"] = own
        found.append(one)
    return found


def steps(phase_in: Any) -> list[tuple[int, float]]:
    """The years in which coverage rises, with the share reached."""
    return sorted((int(year), float(share)) for year, share in dict(phase_in or {}).items())


def as_explored(found: Choice) -> Json:
    """What the page of a choice needs beside its results."""
    everything = (found.chosen, *found.alternatives)
    return {
        "programmes": programmes(found.floor, found.chosen.picks),
        "controls": {one.name: controls(found.floor, one.picks) for one in everything},
        "sets": {one.name: list(one.picks) for one in everything},
        "closed": 1.0 - found.chosen.solution.value,
        "closed_at_most": 1.0 - found.chosen.solution.bound,
    }
