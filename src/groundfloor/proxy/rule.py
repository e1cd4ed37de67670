"""The test as files of the rule language: a programme, a floor that names it, and cases."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from groundfloor.errors import Place
from groundfloor.proxy.cases import worked_out
from groundfloor.proxy.evaluate import own_variables
from groundfloor.proxy.predictors import Term
from groundfloor.proxy.sample import of_area
from groundfloor.proxy.score import Score, Weight
from groundfloor.rules.load import floor_of
from groundfloor.rules.names import declared
from groundfloor.rules.programme import Floor
from groundfloor.rules.used import variables_used
from groundfloor.survey.frame import Survey
from groundfloor.survey.variables import VARIABLES


@dataclass(frozen=True)
class Rule:
    """A programme for households whose score lies below the cut-off, and its place in a pack.

    `floor` is the same in memory; `files` are the texts by path within a pack: programmes/NAME.yaml, programmes/cases/NAME.yaml and
    floors/NAME.yaml.
    """

    name: str
    floor: Floor
    files: Mapping[str, str]


def rule_of(
    survey: Survey,
    score: Score,
    cutoff: float,
    grant: float,
    *,
    name: str,
    source: str,
    administration: float = 0.0,
    seed: int = 0,
) -> Rule:
    """Write the rule: `grant` LCU a year for each member of a household whose score lies below `cutoff`.

    The parameters are in force from the year in whose prices the survey's welfare stands. A name that a programme cannot have raises
    GroundfloorError.
    """
    declared(name, "programme", Place("name"), (), VARIABLES)
    start = datetime.date(survey.price_year, 1, 1)
    programme = _programme(name, score, cutoff, grant, start, source, administration)
    floor = floor_of([programme], name=name, label=programme["label"], variables=own_variables(survey))
    own = {key: {"kind": one["kind"]} for key, one in own_variables(survey).items() if key in variables_used(floor)}
    head: dict[str, Any] = {"floor": name, "label": programme["label"], "programmes": [name]}
    if own:
        head["variables"] = own
    cases = {"programme": name, "cases": list(worked_out(survey, floor, score, cutoff, grant, start, source, seed))}
    files = {
        f"programmes/{name}.yaml": _text(programme),
        f"programmes/cases/{name}.yaml": _text(cases),
        f"floors/{name}.yaml": _text(head),
    }
    return Rule(name, floor, files)


def _programme(
    name: str, score: Score, cutoff: float, grant: float, start: datetime.date, source: str, administration: float
) -> dict[str, Any]:
    label = {"en": "Grant by proxy means test", "fr": "Allocation selon un test indirect de ressources"}
    parameters = {
        "cutoff": _parameter("1", cutoff, start, {"en": "cut-off of the score", "fr": "seuil du score"}),
        "grant": _parameter("LCU/year", grant, start, {"en": "grant per member", "fr": "allocation par membre"}),
    }
    parameters |= {one.name: _weight(one, start) for one in score.weights if one.value != 0 or one.term is None}
    programme: dict[str, Any] = {
        "programme": name,
        "label": label,
        "guarantee": "working_age",
        "function": "social_assistance",
        "status": "proposed",
        "unit": "household",
        "source": source,
        "parameters": parameters,
        "eligible": f"{score.text}\n< cutoff\n",
        "amount": "grant * household.size",
    }
    if administration:
        programme["administration"] = administration
    return programme


def _parameter(unit: str, value: float, start: datetime.date, label: Mapping[str, str]) -> dict[str, Any]:
    whole = int(value) if float(value).is_integer() and abs(value) < 2**53 else float(value)
    return {"unit": unit, "values": {start: whole}, "label": dict(label)}


def _weight(one: Weight, start: datetime.date) -> dict[str, Any]:
    term: Term | None = one.term
    label = (
        {"en": of_area("constant", one.area), "fr": of_area("constante", one.area)}
        if term is None
        else {"en": of_area(f"points for {term.label}", one.area), "fr": of_area(f"points pour {term.label}", one.area)}
    )
    return _parameter(one.unit, one.value, start, label)


class _Dumper(yaml.SafeDumper):
    """YAML as people write it: a text of several lines stands as a block, and nothing points elsewhere."""

    def ignore_aliases(self, data: Any) -> bool:
        """Whether a value is written out each time."""
        return True


def _string(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _string)


def _text(data: Mapping[str, Any]) -> str:
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=None)
