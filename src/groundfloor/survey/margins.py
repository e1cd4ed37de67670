"""The folder of published margins from which synthetic households are drawn: read and checked, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor.documents import Document, number, read_rows, read_yaml, year
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.survey.frame import Floats
from groundfloor.survey.synthetic.tables import DIMENSIONS, Table, read_table, sum_to_one, word
from groundfloor.survey.variables import VARIABLES

FILE = "margins.yaml"
KEYS = (
    "country",
    "name",
    "year",
    "households",
    "population",
    "household_size",
    "relationship",
    "consumption",
    "poorest",
    "attributes",
)

ATTRIBUTE_KEYS = ("variable", "targets", "pattern", "among", "outside", "of", "also", "source")
# the population margin gives these
GIVEN = ("sex", "relationship", "urban")


@dataclass(frozen=True)
class Attribute:
    """A variable to draw: shares to meet, the pattern they start from, who can have it, and what the others get."""

    variable: str
    targets: tuple[Table, ...]
    pattern: Table | None
    among: str | None
    outside: float
    households: bool
    also: tuple[str, ...]


@dataclass(frozen=True)
class Margins:
    """Everything a margins folder says. `year` is that of prices; `consumption` holds thresholds by percentile (LCU/person/year)."""

    country: str
    names: Mapping[str, str]
    year: int
    households: int | None
    population: Table
    sizes: Table | None
    roles: Table | None
    percentiles: Floats
    thresholds: Floats
    mean: float | None
    poorest: tuple[Table, ...]
    poorest_share: float
    attributes: tuple[Attribute, ...]


def read_margins(folder: Path) -> Margins:
    """Read margins.yaml and every table it names."""
    document = read_yaml(folder / FILE)
    for key in document.data:
        if key not in KEYS:
            raise GroundfloorError(f"Unknown key {key!r}", document.place(key), hint=nearest(str(key), KEYS))
    for key in ("country", "year", "population", "consumption"):
        if not document.data.get(key):
            raise GroundfloorError(f"The key {key!r} is missing", document.place(), hint=f"Add {key}: ...")
    population = read_table(
        _path(document, folder, "population"), "population", ("sex", "age"), ("region", "urban", "sex", "age")
    )
    if not population.values.sum() > 0:
        raise GroundfloorError("The population is nought", Place(population.file))
    reader = _Reader(document, folder, population)
    percentiles, thresholds = _consumption(_path(document, folder, "consumption"))
    mean = document.data["consumption"].get("mean")
    return Margins(
        country=str(document.data["country"]),
        names=_names(document),
        year=year(document.data["year"], document.place("year")),
        households=_count(document),
        population=population,
        sizes=reader.sizes(),
        roles=reader.roles(),
        percentiles=percentiles,
        thresholds=thresholds,
        mean=None if mean is None else number(mean, document.place("consumption", "mean")),
        poorest=tuple(reader.poorest()),
        poorest_share=reader.poorest_share(),
        attributes=tuple(reader.attributes()),
    )


def _names(document: Document) -> Mapping[str, str]:
    """What the households are called, by language; one text without languages is English."""
    name = document.data.get("name") or f"{document.data['country']}, synthetic households"
    if not isinstance(name, Mapping):
        return {"en": str(name)}
    if not isinstance(name.get("en"), str):
        raise GroundfloorError("The name has no English text", document.place("name"), expected="{en: ..., fr: ...}")
    return {str(language): str(text) for language, text in name.items()}


def _count(document: Document) -> int | None:
    found = document.data.get("households")
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        raise GroundfloorError(
            f"households is {found!r}", document.place("households"), expected="how many to draw, such as 5000"
        )
    return found


def _path(document: Document, folder: Path, *steps: Any) -> Path:
    entry = document.data
    for step in steps:
        entry = entry[step]
    if not isinstance(entry, Mapping) or not isinstance(entry.get("file"), str) or not entry.get("source"):
        raise GroundfloorError(
            f"The margin {steps[-1]!r} needs a file and a source",
            document.place(*steps),
            expected="{file: NAME.csv, source: ...}",
        )
    return folder / str(entry["file"])


def _consumption(path: Path) -> tuple[Floats, Floats]:
    """Percentiles and their thresholds, both strictly rising."""
    found: list[tuple[float, float]] = []
    for row in read_rows(path, ("percentile", "consumption")):
        pair = row.number("percentile"), row.number("consumption")
        if not 0 < pair[0] < 100:
            raise GroundfloorError(
                f"The percentile {pair[0]:g} is not between 0 and 100", row.place("percentile"), expected="1 to 99"
            )
        if pair[1] <= 0:
            raise GroundfloorError("Consumption is not above nought", row.place("consumption"))
        for i, name in enumerate(("percentile", "consumption")):
            if found and pair[i] <= found[-1][i]:
                raise GroundfloorError(
                    f"The {name} does not rise",
                    row.place(name),
                    expected=f"more than {found[-1][i]:g}, as in the row before",
                )
        found.append(pair)
    if len(found) < 2:
        raise GroundfloorError("There is only one percentile", Place(str(path)), expected="two or more")
    return np.array([p for p, _ in found]), np.array([v for _, v in found])


@dataclass(frozen=True)
class _Reader:
    """Reads the optional margins against the population's regions."""

    document: Document
    folder: Path
    population: Table

    def checked(self, table: Table) -> Table:
        """`table`, refused where its regions, or urban and rural, are not those of the population."""
        for name in ("region", "urban"):
            if name not in table.dimensions:
                continue
            if name not in self.population.dimensions:
                raise GroundfloorError(
                    f"The margin is by {name}, the population is not", Place(table.file), hint=f"Leave {name} out."
                )
            known = self.population.of(name)
            place = table.dimensions.index(name)
            for cell, row in zip(table.cells, table.rows, strict=True):
                if cell[place] not in known:
                    raise GroundfloorError(
                        f"Unknown {name} {row.cells[name]!r}",
                        row.place(name),
                        expected=f"one of the {len(known)} in {Path(self.population.file).name}",
                        hint=nearest(str(cell[place]), map(str, known)),
                    )
            missing = [key for key in known if key not in table.of(name)]
            if missing:
                raise GroundfloorError(
                    f"The {name} {missing[0]!r} is missing",
                    Place(table.file, field=name),
                    expected=f"every {name} of {Path(self.population.file).name}",
                )
        return table

    def sizes(self) -> Table | None:
        """Shares of households by size."""
        return self._shares("household_size", ("region", "urban", "household_size"))

    def roles(self) -> Table | None:
        """Shares of persons by relationship to the head."""
        return self._shares("relationship", ("region", "urban", "sex", "age", "relationship"))

    def _shares(self, name: str, allowed: Sequence[str]) -> Table | None:
        if name not in self.document.data:
            return None
        table = self.checked(read_table(_path(self.document, self.folder, name), "share", (name,), allowed))
        sum_to_one(table, name)
        return table

    def poorest_share(self) -> float:
        """The share of the population whose place the poverty margins describe."""
        entry = self.document.data.get("poorest")
        if not entry:
            return 0.0
        place = self.document.place("poorest", "share")
        share = number(entry.get("share"), place) if "share" in entry else -1.0
        if not 0 < share < 1:
            raise GroundfloorError(
                "poorest needs the share of the population it speaks of", place, expected="share: 0.234 and the like"
            )
        return share

    def poorest(self) -> Iterator[Table]:
        """Shares of persons among the nation's poorest, by region, or by urban and rural."""
        if "poorest" not in self.document.data:
            return
        entry = self.document.data["poorest"]
        for table in self.tables("poorest", entry, "files", self.document.place("poorest")):
            if not set(table.dimensions) <= {"region", "urban"}:
                raise GroundfloorError(
                    "The shares of the poorest are by something else",
                    Place(table.file),
                    expected="region and urban only",
                )
            yield table

    def tables(self, what: str, entry: Any, key: str, place: Place, levels: Sequence[str] = ()) -> Iterator[Table]:
        """The tables an entry lists under `key`."""
        names = entry.get(key) if isinstance(entry, Mapping) else None
        if not isinstance(names, list) or not names or not entry.get("source"):
            raise GroundfloorError(
                f"The margin {what!r} needs {key} and a source", place, expected=f"{key}: [NAME.csv] and source: ..."
            )
        for name in names:
            yield self._table(str(name), levels)

    def _table(self, name: str, levels: Sequence[str]) -> Table:
        allowed = [d for d in DIMENSIONS if d != "level" or levels]
        table = self.checked(read_table(self.folder / name, "share", ("level",) if levels else (), allowed))
        if levels:
            for row in table.rows:
                word(levels)(row, "level")
            sum_to_one(table, "level")
        return table

    def attributes(self) -> Iterator[Attribute]:
        """The variables to draw, in order."""
        entries = self.document.data.get("attributes") or []
        if not isinstance(entries, list):
            raise GroundfloorError(
                "attributes is no list", self.document.place("attributes"), expected="- variable: ..."
            )
        drawn: list[str] = []
        for i, entry in enumerate(entries):
            yield self._attribute(entry, self.document.place("attributes", i), drawn)

    def _attribute(self, entry: Any, place: Place, drawn: list[str]) -> Attribute:
        known = [name for name, v in VARIABLES.items() if (v.kind == "boolean" or v.levels) and name not in GIVEN]
        name = entry.get("variable") if isinstance(entry, Mapping) else entry
        if name not in known:
            raise GroundfloorError(
                f"{name!r} is no variable that can be drawn",
                place,
                hint=nearest(str(name), known) or f"One of {', '.join(known)}.",
            )
        for key in entry:
            if key not in ATTRIBUTE_KEYS:
                raise GroundfloorError(
                    f"Unknown key {key!r} of {name!r}", place, hint=nearest(str(key), ATTRIBUTE_KEYS)
                )
        outside, of = entry.get("outside", False), entry.get("of", "persons")
        # YAML reads an unquoted no as False
        if outside not in (False, "no", "missing"):
            raise GroundfloorError(f"outside of {name!r} is {outside!r}", place, expected="no or missing")
        if of not in ("persons", "households"):
            raise GroundfloorError(f"of of {name!r} is {of!r}", place, expected="persons or households")
        among, also = entry.get("among"), tuple(entry.get("also") or ())
        levels = VARIABLES[name].levels
        if among is not None and among not in drawn:
            raise GroundfloorError(
                f"{name!r} is drawn among {among!r}, which is not drawn before it",
                place,
                expected=f"one of {', '.join(drawn) or 'those above it'}",
                hint=nearest(str(among), drawn),
            )
        for one in (name, *also):
            if one not in known or one in drawn or VARIABLES[one].kind != VARIABLES[name].kind:
                raise GroundfloorError(
                    f"{one!r} cannot be drawn here", place, expected="a variable of the same kind, drawn only once"
                )
            drawn.append(one)
        pattern = entry.get("pattern")
        return Attribute(
            variable=name,
            targets=tuple(self.tables(name, entry, "targets", place, levels)),
            pattern=None if pattern is None else self._table(str(pattern), ()),
            among=among,
            outside=np.nan if outside == "missing" else 0.0,
            households=of == "households",
            also=also,
        )
