"""The controls of a floor: which programmes, at what level, for whom, how many and from when; and the patch they amount to."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundfloor.rules.programme import DatedParameter, Floor, Programme
from groundfloor_web.core.fields import whole
from groundfloor_web.core.words import said

LATEST = 2100
OLDEST = 100.0
"""How far a slider of an age goes, in years."""
UNITS = {
    "LCU/day": _("%(currency)s a day"),
    "LCU/week": _("%(currency)s a week"),
    "LCU/month": _("%(currency)s a month"),
    "LCU/year": _("%(currency)s a year"),
    "LCU": "%(currency)s",
    "year": _("years"),
    "1": "",
}
WIDEST = 3.0
"""How far a slider goes: so many times the floor's own value. A number beyond may be written."""
STEPS = ((1.0, 0.01), (20.0, 0.1), (200.0, 1.0), (2000.0, 10.0))
REACHED = re.compile(r"([a-z0-9_]+):in:(\d{4})")
DATED = re.compile(r"([a-z0-9_]+)\.([a-z0-9_]+)@(\d{4}-\d{2}-\d{2})")
"""Boxes that are there only where the address names them: a share reached from a year on, and a value before the last one."""


def unit_of(unit: str, currency: str) -> str:
    """A unit of rules in words; one without words as it is."""
    return str(UNITS[unit]) % {"currency": currency} if unit in UNITS else unit


@dataclass(frozen=True)
class Control:
    """One thing that may be changed: the name of its box, the floor's own value, and how it is asked for."""

    name: str
    label: str
    unit: str
    own: float
    most: float
    step: float

    def field(self, currency: str) -> forms.Field:
        """A box for a number, which the page turns into a slider too."""
        attributes = {"data-slider": "", "min": 0, "max": self.most, "step": "any", "data-step": self.step}
        return forms.FloatField(
            label=self.label,
            required=False,
            min_value=0,
            widget=forms.NumberInput(attrs=attributes),
            help_text=unit_of(self.unit, currency),
        )


def step_of(value: float) -> float:
    """The step of a slider for values of this size."""
    return next((step for bound, step in STEPS if value <= bound), 50.0)


def parameter(programme: Programme, short: str, one: DatedParameter) -> Control:
    """The control of a parameter: its last value."""
    label = said(one.label)[0] or short.replace("_", " ")
    return valued(f"{programme.name}.{short}", label, one.unit, one.values[-1].value)


def valued(name: str, label: str, unit: str, own: float) -> Control:
    """The control of a value in a unit of rules; ages go by whole years."""
    if unit == "year":
        return Control(name, label, unit, own, max(OLDEST, own), 1.0)
    return Control(name, label, unit, own, max(WIDEST * own, 1.0), step_of(own))


def controls_of(programme: Programme) -> list[Control]:
    """The controls of a programme: its parameters, who comes forward, and from when to when it grows."""
    found = [parameter(programme, short, one) for short, one in programme.parameters.items()]
    found.append(
        Control(f"{programme.name}:take_up", str(_("Share who come forward")), "%", 100 * programme.take_up, 100.0, 1.0)
    )
    return found


def named(programme: Programme, data: Mapping[str, Any]) -> tuple[list[Control], list[Control]]:
    """The boxes of a programme that `data` names and that are not always there: earlier values of its parameters, and shares by year."""
    earlier, reached = [], []
    for name in sorted(data):
        if (found := DATED.fullmatch(name)) and found[1] == programme.name and found[2] in programme.parameters:
            one = programme.parameters[found[2]]
            value = next((each.value for each in one.values[:-1] if each.start.isoformat() == found[3]), None)
            if value is not None:
                label = str(_("%(what)s from %(day)s") % {"what": said(one.label)[0] or found[2], "day": found[3]})
                earlier.append(valued(name, label, one.unit, value))
        elif (found := REACHED.fullmatch(name)) and found[1] == programme.name and int(found[2]) <= LATEST:
            label = str(_("Share reached from %(year)s") % {"year": found[2]})
            reached.append(Control(name, label, "%", 0.0, 100.0, 1.0))
    return earlier, reached


class ControlsForm(forms.Form):
    """All controls of a floor. What is left empty, or is the floor's own value, changes nothing."""

    def __init__(
        self, floor: Floor, base: int, data: Mapping[str, Any] | None = None, *, currency: str = "LCU", **options: Any
    ) -> None:
        self.floor, self.base = floor, base
        self.groups: list[tuple[Programme, list[Control]]] = []
        self.reached: dict[str, list[Control]] = {}
        super().__init__({}, **options)
        for programme in floor.programmes.values():
            earlier, self.reached[programme.name] = named(programme, data or {})
            controls = earlier + controls_of(programme)
            self.groups.append((programme, controls))
            self.fields[f"{programme.name}:off"] = forms.BooleanField(label=_("Leave out"), required=False)
            for one in controls:
                self.fields[one.name] = one.field(currency)
                self.fields[one.name].initial = whole(round(one.own, 6))
            for one in self.reached[programme.name]:
                self.fields[one.name] = one.field(currency)
            first, full = phase(programme, base)
            for end, label, own in (("first", _("First year"), first), ("full", _("Everybody by"), full)):
                box = forms.NumberInput(attrs={"min": base, "max": LATEST})
                self.fields[f"{programme.name}:{end}"] = forms.IntegerField(
                    label=label, required=False, min_value=base, max_value=LATEST, initial=own, widget=box
                )
        # what nobody has touched shows the floor's own value
        self.data = {name: field.initial for name, field in self.fields.items()} | dict(data or {})

    @property
    def shown(self) -> list[dict[str, Any]]:
        """Each programme with its boxes, for the page."""
        return [
            {
                "programme": programme,
                "off": self[f"{programme.name}:off"],
                "boxes": [self[one.name] for one in controls],
                "reached": [self[one.name] for one in self.reached[programme.name]],
                "years": [self[f"{programme.name}:first"], self[f"{programme.name}:full"]],
                "is_changed": any(
                    name.startswith((f"{programme.name}.", f"{programme.name}:")) for name in self.changes
                ),
            }
            for programme, controls in self.groups
        ]

    @property
    def changes(self) -> dict[str, Any]:
        """What differs from the floor's own values, by the names of boxes: all that has to be kept or shared."""
        if not self.is_valid():
            return {}
        found = {}
        for name, value in self.cleaned_data.items():
            own = self.fields[name].initial
            # nought is a value, an empty box is none
            if value is not None and value is not False and value != own and round(value, 6) != own:
                found[name] = value
        return found

    def patch(self) -> dict[str, Any]:
        """The changes as a scenario has them in the floor's file."""
        patch: dict[str, Any] = {"parameters": {}, "programmes": {}, "remove": []}
        changes = self.changes
        for programme, controls in self.groups:
            if changes.get(f"{programme.name}:off"):
                patch["remove"].append(programme.name)
                continue
            fields: dict[str, Any] = {}
            for one in controls:
                if one.name not in changes:
                    continue
                name, _at, day = one.name.partition("@")
                if name.endswith(":take_up"):
                    fields["take_up"] = changes[one.name] / 100
                else:
                    start = datetime.date.fromisoformat(day) if day else self.floor.parameters[name].values[-1].start
                    patch["parameters"].setdefault(name, {})[start] = changes[one.name]
            steps = {
                int(one.name.rpartition(":")[2]): round(changes[one.name] / 100, 6)
                for one in self.reached[programme.name]
                if one.name in changes
            }
            if steps:
                # shares said by year go before equal steps
                fields["phase_in"] = steps
            elif f"{programme.name}:first" in changes or f"{programme.name}:full" in changes:
                own = phase(programme, self.base)
                first = changes.get(f"{programme.name}:first", own[0])
                fields["phase_in"] = grown(first, max(first, changes.get(f"{programme.name}:full", own[1])))
            if fields:
                patch["programmes"][programme.name] = fields
        return {key: value for key, value in patch.items() if value}


def phase(programme: Programme, base: int) -> tuple[int, int]:
    """The first year in which a programme pays and the first in which it reaches all it will reach."""
    steps = programme.phase_in
    if not steps:
        starts = [one.values[0].start for one in programme.parameters.values()]
        year = max([base, *(_year(start) for start in starts)])
        return year, year
    return min(steps), max(steps)


def _year(day: datetime.date) -> int:
    """The first year in whose middle a value of this day is in force."""
    return day.year if (day.month, day.day) <= (7, 1) else day.year + 1


def grown(first: int, full: int) -> dict[int, float]:
    """Equal steps from the first year to everybody."""
    count = full - first + 1
    return {first + k: round((k + 1) / count, 6) for k in range(count)}
