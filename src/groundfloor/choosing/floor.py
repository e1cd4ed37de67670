"""The floor that was chosen as a file of the rule language, the alternatives its scenarios: a run reads it like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from groundfloor.choosing.menu import Grid
from groundfloor.report.language import in_all, languages
from groundfloor.rules.programme import Floor

NAME, CHOSEN = "affordable", "chosen"
HEAD = ("floor", "label", "scenarios")


@dataclass(frozen=True)
class Pick:
    """What was chosen of one programme: its level and, by year, the share of those it entitles who are covered."""

    grid: Grid
    level: float
    coverage: Mapping[int, float]

    @property
    def phase_in(self) -> dict[int, float]:
        """The steps of its coverage: the years in which it rises."""
        steps: dict[int, float] = {}
        for year, share in self.coverage.items():
            if share > max(steps.values(), default=0.0):
                steps[year] = share
        return steps


Picks = Mapping[str, Pick]


def patch(floor: Floor, picks: Picks, label: Mapping[str, str]) -> dict[str, Any]:
    """What makes the chosen floor of the proposed one: a scenario of its file."""
    changed: dict[str, Any] = {"label": dict(label)}
    if gone := [name for name in floor.programmes if name not in picks]:
        changed["remove"] = gone
    parameters = {}
    for pick in picks.values():
        parameter = pick.grid.programme.parameters[pick.grid.parameter]
        if pick.level != 1.0:
            parameters[parameter.name] = {
                one.start: {"value": one.value * pick.level, "source": f"{pick.level:g} times {one.value:g}"}
                for one in parameter.values
            }
    if parameters:
        changed["parameters"] = parameters
    if picks:
        changed["programmes"] = {name: {"phase_in": dict(pick.phase_in)} for name, pick in picks.items()}
    return changed


class _Dumper(yaml.SafeDumper):
    """Writes what stands twice twice, for people read it."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never an alias."""
        return True


def floor_file(floor: Floor, choices: Sequence[tuple[str, Picks]]) -> str:
    """The YAML of floors/affordable.yaml: the proposed floor with the choice and its alternatives as scenarios.

    It belongs in the folder floors of the pack, from whose programmes it is made.
    """
    proposed = {key: value for key, value in floor.source["fields"].data.items() if key not in HEAD}
    scenarios = {name: patch(floor, picks, labels(i)) for i, (name, picks) in enumerate(choices)}
    label = {
        code: in_all("choosing.floor.label", floor=floor.label.get(code, floor.label["en"]))[code]
        for code in languages()
    }
    head = {"floor": NAME, "label": label, **proposed, "scenarios": scenarios}
    return str(yaml.dump(head, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120))


def labels(place: int) -> dict[str, str]:
    """What the choice (0) and its alternatives (1, 2, ...) are called, by language."""
    return in_all("choosing.floor.chosen") if place == 0 else in_all("choosing.floor.alternative", k=place)
