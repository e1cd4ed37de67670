"""The cost of essential services in one language, from the rows of its tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path

from groundfloor.costing.services.description import TOTAL, Description
from groundfloor.report.language import Language, in_all, languages, with_words
from groundfloor.report.results import Row, Words
from groundfloor.report.view import SERVICES, present

MESSAGES = Path(__file__).parent / "messages"
PREFIX = "services."
STEPS = 6
BASE = "base"


@cache
def language(code: str) -> Language:
    """The language of reports with the words on services; one there is none of raises GroundfloorError.

    >>> language("fr").text("services.sector.housing")
    'Logement'
    """
    return with_words(code, MESSAGES, PREFIX)


def labels(description: Description | None, names: Collection[str]) -> dict[str, Words]:
    """What the table of costs calls those `names` that are services of a description, in every language.

    >>> from groundfloor import cost_services
    >>> labels(cost_services("gha", to=2026, sector="health").description, ["services.health", "leap"])["services.health"]["en"]
    'Services: Health care'
    """
    found: dict[str, Words] = {}
    for name, sector in () if description is None else description.sectors.items():
        asked = [
            one
            for one in (f"{SERVICES}{name}", *(f"{SERVICES}{name}.{service}" for service in sector.services))
            if one in names
        ]
        if not asked:
            continue
        words = in_all(f"{PREFIX}sector.{name}")
        for full in asked:
            service = full.removeprefix(f"{SERVICES}{name}").removeprefix(".")
            label = sector.services[service].label if service else {}
            own = {code: Language(code).words(label, service) for code in languages()} if service else {}
            found[full] = _filled("floor.service" if service else "floor.sector", words, own)
    return found


def _filled(key: str, sector: Words, service: Words) -> Words:
    return {
        code: Language(code).text(f"{PREFIX}{key}", sector=sector[code], service=service.get(code, ""))
        for code in languages()
    }


class Told:
    """What there is to say of the tables `services`, `services_inputs` and `services_numbers`."""

    def __init__(self, tables: Mapping[str, Sequence[Row]], say: Language) -> None:
        self.tables, self.say = tables, say

    @cached_property
    def _index(self) -> dict[tuple[str, str, str], list[Row]]:
        found: dict[tuple[str, str, str], list[Row]] = {}
        for row in self.tables.get("services", ()):
            found.setdefault((row["sector"], row["service"], row["variant"]), []).append(row)
        return found

    @cached_property
    def years(self) -> list[int]:
        """Every year."""
        return [row["year"] for row in self._index.get((TOTAL, TOTAL, BASE), [])]

    @property
    def steps(self) -> list[int]:
        """Places of the few years that a table shows: the first, the last and some between them."""
        last = len(self.years) - 1
        return sorted({round(last * k / (STEPS - 1)) for k in range(STEPS)})

    @cached_property
    def sectors(self) -> list[str]:
        """The sectors, in the order of the description."""
        return list(dict.fromkeys(sector for sector, _, _ in self._index if sector != TOTAL))

    @cached_property
    def services(self) -> list[tuple[str, str]]:
        """Each sector and service."""
        return [(sector, one) for sector, one, variant in self._index if one != TOTAL and variant == BASE]

    def series(
        self, column: str, sector: str = TOTAL, service: str = TOTAL, variant: str = BASE
    ) -> tuple[float | None, ...]:
        """A column by year, None where it is not known or the variant is none of the description."""
        rows = self._index.get((sector, service, variant))
        return (None,) * len(self.years) if rows is None else tuple(present(row[column]) for row in rows)

    def text(self, key: str, **values: object) -> str:
        """A message on services."""
        return self.say.text(PREFIX + key, **values)

    def sector(self, name: str) -> str:
        """What a sector is called."""
        return self.text(f"sector.{name}")

    def service(self, sector: str, name: str) -> str:
        """What a service is called."""
        return self.say.words(self._index[sector, name, BASE][0]["label"], name)

    def headings(self, first: str) -> list[str]:
        """A first heading and the years of `steps`."""
        return [self.text(f"heading.{first}"), *(self.say.year(self.years[i]) for i in self.steps)]

    @property
    def assumed(self) -> str:
        """How many numbers are assumptions; nothing where none is."""
        numbers = self.tables.get("services_numbers", ())
        count = sum(bool(row["assumption"]) for row in numbers)
        return self.text("assumed", count=count, all=len(numbers)) if count else ""
