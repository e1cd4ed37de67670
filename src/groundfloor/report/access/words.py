"""The rows of access in one language."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path

from groundfloor.report.language import Language, with_words
from groundfloor.report.page import Page
from groundfloor.report.results import Row
from groundfloor.report.view import present

MESSAGES = Path(__file__).parent / "messages"
PREFIX = "access."
ALL, BASE = "all", "base"
AREA, PLACE, WELFARE, PEOPLE = "area=", "place=", "welfare=", "people="


@cache
def language(code: str) -> Language:
    """The language of reports with the words on access; one there is none of raises GroundfloorError.

    >>> language("fr").text("access.sections.areas")
    'Zone par zone'
    """
    return with_words(code, MESSAGES, PREFIX)


class Told:
    """What there is to say of the tables of access."""

    def __init__(self, page: Page) -> None:
        self.page, self.say = page, page.language

    @cached_property
    def _index(self) -> dict[tuple[str, str, str], list[Row]]:
        found: dict[tuple[str, str, str], list[Row]] = {}
        for row in self.page.results.tables.get("access", ()):
            found.setdefault((row["service"], row["variant"], row["group"]), []).append(row)
        return found

    @cached_property
    def services(self) -> list[str]:
        """The services, in the order of the description."""
        return list(dict.fromkeys(service for service, _, _ in self._index))

    @cached_property
    def groups(self) -> list[str]:
        """The areas, and those in none."""
        return self._of(AREA)

    @cached_property
    def places(self) -> list[str]:
        """City, town and country, those where people live."""
        return [one for one in self._of(PLACE) if self.rows(self.services[0], one)[0]["population"] > 0]

    @cached_property
    def fifths(self) -> list[str]:
        """The fifths by welfare, from the poorest, and those of whom it is not known."""
        return self._of(WELFARE)

    @cached_property
    def people(self) -> list[str]:
        """The parts of the people, not by area."""
        return [group for group in self._of(PEOPLE) if f",{AREA}" not in group]

    def _of(self, kind: str) -> list[str]:
        return list(dict.fromkeys(group for _, _, group in self._index if group.startswith(kind)))

    def rows(self, service: str, group: str = ALL, variant: str = BASE) -> list[Row]:
        """One row for each number of minutes."""
        return self._index.get((service, variant, group), [])

    def minutes(self, service: str, group: str = ALL, column: str = "minutes_median") -> float | None:
        """Within how many minutes half (or nine in ten) of the people of a group reach a service."""
        asked = {"service": service, "variant": BASE, "group": group}
        rows = self.page.view.rows("access_time", **asked)
        return present(rows[0][column]) if rows else None

    def shares(self, service: str, at: int, group: str = ALL) -> list[float | None]:
        """The share of people within the minutes of this place in the list: by the low, base and high variant where there is one."""
        found = [self.rows(service, group, variant) for variant in ("low", BASE, "high")]
        return [present(rows[at]["share"]) if rows else None for rows in found]

    def service(self, name: str) -> str:
        """What a service is called."""
        return self.page.names.programme(name)

    def group(self, name: str) -> str:
        """What an area or another group is called."""
        return self.text("everybody") if name == ALL else self.page.names.group(name)

    def text(self, key: str, **values: object) -> str:
        """A message on access."""
        return self.say.text(PREFIX + key, **values)

    def span(self, value: float | None) -> str:
        """Minutes, in hours from two hours on."""
        if value is None:
            return self.text("never")
        hours = value / 60
        shown, unit = (round(value), "minutes") if value < 120 else (round(hours, 1), "hours")
        return self.text(unit, count=shown, n=self.say.number(shown, 0 if shown == round(shown) else 1))

    def headings(self, *names: str, **values: object) -> list[str]:
        """Headings of a table."""
        return [self.text(f"heading.{name}", **values) for name in names]
