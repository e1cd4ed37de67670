"""economy.yaml: by which rule each series goes on after its last official year, and who works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from groundfloor.country.economy import SERIES
from groundfloor.country.given import Given, given
from groundfloor.country.model import Country, Economy
from groundfloor.documents import read_yaml
from groundfloor.economy.employment import PRODUCTIVITY
from groundfloor.economy.rule import PROJECTION, Rule, Written
from groundfloor.economy.rules import kinds
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.rules.fields import Fields, fields

FILE = "economy.yaml"


@dataclass(frozen=True)
class Carried:
    """A series' rule, by its name; `unit` is that of the series, `source` what the entry says beside its numbers."""

    name: str
    unit: str
    rule: Rule
    source: str
    place: Place


@dataclass(frozen=True)
class Projection:
    """What economy.yaml says: a rule by series, and participation by sex and age where it is given."""

    rules: Mapping[str, Carried]
    participation: Given | None


def read_projection(country: Country) -> Projection | None:
    """Read and check economy.yaml beside the pack's economy.csv; None where there is none.

    An unknown key, rule or series, a number without unit or source and a rule that has nothing to start from raise GroundfloorError
    with file, line and what was expected. The file is defined in docs/methods/economy.md.

    >>> from groundfloor.country import read_country
    >>> found = read_projection(read_country("gha"))
    >>> found.rules["gdp_real_growth"].name, found.rules["inflation"].name
    ('step', 'hold')
    """
    path = country.path / FILE
    if not path.is_file():
        return None
    found = fields(read_yaml(path))
    found.known((PROJECTION, "employment"), (PROJECTION,))
    names = list(found.table(PROJECTION))
    participation = None
    if found.get("employment") is not None:
        found.known(("participation",), ("participation",), "employment")
        participation = given(found, ("share",), "employment", "participation")
    return Projection({name: _carried(found, country.economy, name) for name in names}, participation)


def _carried(found: Fields, economy: Economy, name: str) -> Carried:
    units = {row.series: row.unit for row in economy.observations}
    if not isinstance(name, str) or (name not in SERIES and name not in units):
        raise GroundfloorError(
            f"There is no series {name!r}",
            found.key(PROJECTION, name),
            hint=nearest(str(name), [*SERIES, *units]) or "A series of your own needs a row in economy.csv first.",
        )
    rules = kinds()
    found.table(PROJECTION, name)
    kind = found.word(tuple(rules), PROJECTION, name, "rule")
    found.known(("rule", "source", *rules[kind].KEYS), ("rule",), PROJECTION, name)
    written = Written(name, units[name] if name in units else SERIES[name].unit, found)
    rule: Rule = rules[kind].read(written)
    if rule.anchored and name not in units and name != PRODUCTIVITY:
        raise written.refused(
            f"{name} has no value to start from",
            expected="a row in economy.csv",
            hint="Add its last official value with its source.",
        )
    return Carried(kind, written.unit, rule, found.text(PROJECTION, name, "source"), written.place)
