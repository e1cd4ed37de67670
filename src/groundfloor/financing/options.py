"""The options of fiscal space, each low, base and high in % of GDP, with the year it starts and how fast it grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from groundfloor.errors import GroundfloorError, Place

CASES = ("low", "base", "high")


@dataclass(frozen=True)
class Option:
    """One way to raise resources. A recurrent option grows linearly to its full effect over `ramp_years`; a one-off comes once."""

    name: str
    low: float
    base: float
    high: float
    one_off: bool
    start: int
    ramp_years: int
    note: dict[str, str]
    label: dict[str, str]

    def share(self, year: int) -> float:
        """The share of its full effect that the option yields in `year`.

        >>> Option("tax", 0.1, 0.2, 0.3, False, 2027, 4, {}, {}).share(2028)
        0.5
        """
        if year < self.start:
            return 0.0
        if self.one_off:
            return 1.0 if year == self.start else 0.0
        return min(1.0, (year - self.start + 1) / max(1, self.ramp_years))


def read_options(data: Mapping[str, Any], file: str) -> dict[str, Option]:
    """The options of a parsed financing.yaml, in % of GDP; `file` is what errors call it.

    Without low, base, high or start, with a value that is no number, or with low above base or base above high, an option
    raises GroundfloorError. The keys are defined in docs/country-pack.md.

    >>> read_options({"tax": {"low": 0.1, "base": 0.2, "high": 0.3, "start": 2027}}, "financing.yaml")["tax"].share(2027)
    1.0
    """
    options = {}
    for name, entry in data.items():
        place = Place(file, field=name)
        if not isinstance(entry, Mapping):
            raise GroundfloorError(
                f"Option {name!r} is not a table of values", place, expected="low, base, high, start"
            )
        try:
            low, base, high = (float(entry[case]) for case in CASES)
            start = int(entry["start"])
        except KeyError as error:
            raise GroundfloorError(
                f"Option {name!r} lacks {error.args[0]!r}", place, hint="Add it (% of GDP)."
            ) from None
        except (TypeError, ValueError):
            raise GroundfloorError(
                f"Option {name!r} has a value that is not a number", place, expected="% of GDP"
            ) from None
        if not low <= base <= high:
            raise GroundfloorError(f"Option {name!r} has {low}, {base}, {high}", place, expected="low <= base <= high")
        options[name] = Option(
            name,
            low,
            base,
            high,
            bool(entry.get("one_off", False)),
            start,
            int(entry.get("ramp_years", 1)),
            _words(entry.get("note")),
            _words(entry.get("label")) or {"en": name},
        )
    return options


def _words(value: Any) -> dict[str, str]:
    if isinstance(value, Mapping):
        return {str(language): str(text) for language, text in value.items()}
    return {"en": str(value)} if value else {}


def financing_table(options: Mapping[str, Option], years: range) -> list[dict[str, Any]]:
    """The table `financing`: one row an option and year, each case in % of GDP. Method: docs/methods/financing.md.

    >>> tax = Option("tax", 0.1, 0.2, 0.4, False, 2027, 2, {}, {})
    >>> [row["base"] for row in financing_table({"tax": tax}, range(2026, 2029))]
    [0.0, 0.1, 0.2]
    """
    return [
        {
            "option": option.name,
            "year": year,
            **{case: getattr(option, case) * option.share(year) for case in CASES},
            "one_off": option.one_off,
            "note": option.note.get("en", ""),
        }
        for option in options.values()
        for year in years
    ]
