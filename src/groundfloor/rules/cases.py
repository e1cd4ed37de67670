"""Cases a lawyer can read: a sentence, the persons it speaks of, what the rule must give them, and the source."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from groundfloor.documents import Document, number, read_yaml
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.rules.household import household
from groundfloor.rules.periods import MONEY, ONCE, times_paid
from groundfloor.rules.plain import by_law, evaluate_plain
from groundfloor.rules.programme import Floor

FILE = ("programme", "cases")
CASE = ("sentence", "date", "persons", "household", "expect", "source")
REQUIRED = ("sentence", "date", "persons", "expect")
EXPECT = ("eligible", "amount", "unit")
UNKNOWN = (None, "unknown")
TOLERANCE = 0.005


@dataclass(frozen=True)
class Outcome:
    """How one case came out: `expected` and `got` in words, `place` where the case stands; `str` says it in a sentence."""

    programme: str
    sentence: str
    passed: bool
    expected: str
    got: str
    source: str
    place: Place

    def __str__(self) -> str:
        if self.passed:
            return f"{self.programme}: {self.sentence} It holds: {self.got}."
        source = f" Source: {self.source.rstrip('.')}." if self.source else ""
        return f"{self.place}: {self.programme}: {self.sentence} Expected {self.expected}; got {self.got}.{source}"


def run_cases(file: str | Path, floor: Floor) -> list[Outcome]:
    """Run the cases of one file with the plain interpreter: what the law gives when everybody entitled comes forward.

    Each case is one household (see `rules.household`). Eligibility is true, false or unknown; amounts are in the case's unit, LCU
    a year without one, and agree within 0.005. Raises GroundfloorError, with its place, for a case that cannot be run.

    >>> import tempfile
    >>> from groundfloor.rules.load import floor_of
    >>> floor = floor_of([{"programme": "child_grant", "label": {"en": "Child grant"}, "guarantee": "children",
    ...     "function": "family_child", "status": "proposed", "unit": "person", "eligible": "age < 5", "amount": "grant",
    ...     "parameters": {"grant": {"unit": "LCU/month", "values": {datetime.date(2026, 1, 1): 75}}}}])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "child_grant.yaml"
    ...     _ = file.write_text('''
    ... programme: child_grant
    ... cases:
    ...   - sentence: A child of three receives 75 a month.
    ...     date: 2026-07-01
    ...     persons: [{age: 3}]
    ...     expect: {eligible: true, amount: 75, unit: LCU/month}
    ... ''')
    ...     print(*run_cases(file, floor))
    child_grant: A child of three receives 75 a month. It holds: eligible true; amount 75.00 LCU/month.
    """
    document = read_yaml(Path(file))
    _known(document, FILE, ())
    name = document.data.get("programme")
    if name is None:
        raise GroundfloorError("The file names no programme", document.place(), hint="Add programme: ...")
    if name not in floor.programmes:
        raise GroundfloorError(
            f"The floor has no programme {name!r}",
            document.place("programme"),
            expected=f"one of {', '.join(floor.programmes)}",
            hint=nearest(str(name), floor.programmes),
        )
    cases = document.data.get("cases")
    if not isinstance(cases, list) or not cases:
        raise GroundfloorError(
            "There are no cases",
            document.place("cases"),
            expected="a list of cases, each with a sentence, a date, persons and what to expect",
        )
    return [_run(document, ("cases", i), case, floor, name) for i, case in enumerate(cases)]


def _run(document: Document, at: tuple[Any, ...], case: Any, floor: Floor, name: str) -> Outcome:
    _table(document, at, case, "The case", CASE)
    for key in REQUIRED:
        if case.get(key) in (None, "", [], {}):
            raise GroundfloorError(f"The case has no {key}", document.place(*at), hint=f"Add {key}: ...")
    if not isinstance(case["sentence"], str):
        raise GroundfloorError(
            f"The sentence is {case['sentence']!r}", document.place(*at, "sentence"), expected="a sentence"
        )
    persons, shared, expect = case["persons"], case.get("household") or {}, case["expect"]
    if not isinstance(persons, list) or not all(isinstance(one, Mapping) for one in persons):
        raise GroundfloorError(
            "persons is no list of persons", document.place(*at, "persons"), expected="- {age: 3, sex: female}"
        )
    if not isinstance(shared, Mapping):
        raise GroundfloorError(
            "household is no table", document.place(*at, "household"), expected="such as {region: North, urban: true}"
        )
    _table(document, (*at, "expect"), expect, "expect", EXPECT)
    survey = household(persons, floor, shared, partial(document.place, *at))
    counts = (1, len(persons)) if floor.programmes[name].unit == "household" else (len(persons),)
    known = (ONCE,) if floor.programmes[name].unit == "birth" else MONEY
    unit = expect.get("unit", known[-1])
    if unit not in known:
        raise GroundfloorError(
            f"The unit is {unit!r}",
            document.place(*at, "expect", "unit"),
            expected=f"one of {', '.join(known)}" if len(known) > 1 else ONCE,
            hint=nearest(str(unit), known),
        )
    expected = {
        key: _expected(document, (*at, "expect", key), expect[key], counts)
        for key in ("eligible", "amount")
        if key in expect
    }
    if not expected:
        raise GroundfloorError("expect is empty", document.place(*at, "expect"), expected="eligible, amount or both")

    result = evaluate_plain(by_law(floor), survey, _day(document, (*at, "date"), case["date"])).programmes[name]
    all_got = {"eligible": result.eligible.tolist(), "amount": (result.full_amount / times_paid(unit)).tolist()}
    # one value for a household is that of its first row, where the benefit stands
    got = {key: all_got[key][: len(values)] for key, values in expected.items()}
    return Outcome(
        programme=name,
        sentence=case["sentence"].strip(),
        passed=all(map(_agree, _values(expected), _values(got))),
        expected=_said(expected, unit),
        got=_said(got, unit),
        source=str(case.get("source") or ""),
        place=document.place(*at),
    )


def _table(document: Document, at: tuple[Any, ...], value: Any, what: str, keys: Sequence[str]) -> None:
    if not isinstance(value, Mapping):
        raise GroundfloorError(f"{what} is no table", document.place(*at), expected=f"the keys {', '.join(keys)}")
    _known(document, keys, at, value)


def _known(document: Document, keys: Sequence[str], at: tuple[Any, ...], value: Any = None) -> None:
    for key in document.data if value is None else value:
        if key not in keys:
            raise GroundfloorError(
                f"Unknown key {key!r}",
                document.place(*at, key),
                expected=f"one of {', '.join(keys)}",
                hint=nearest(str(key), keys),
            )


def _day(document: Document, at: tuple[Any, ...], value: Any) -> datetime.date:
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        raise GroundfloorError(
            f"{str(value)!r} is not a date", document.place(*at), expected="a date such as 2026-07-01"
        ) from None


def _expected(document: Document, at: tuple[Any, ...], value: Any, counts: tuple[int, ...]) -> list[float]:
    """The values of `eligible` (1, 0, NaN for unknown) or `amount`, one a person."""
    listed = value if isinstance(value, list) else [value]
    if len(listed) not in counts:
        raise GroundfloorError(
            f"{at[-1]} has {len(listed)} {'value' if len(listed) == 1 else 'values'}",
            document.place(*at),
            expected=f"{counts[-1]}, one a person" + (", or one for the household" if len(counts) > 1 else ""),
        )
    out = []
    for one in listed:
        if one in UNKNOWN:
            out.append(math.nan)
        elif at[-1] == "amount":
            out.append(number(one, document.place(*at)))
        elif isinstance(one, bool):
            out.append(float(one))
        else:
            raise GroundfloorError(f"eligible is {one!r}", document.place(*at), expected="true, false or unknown")
    return out


def _values(table: Mapping[str, Iterable[float]]) -> list[float]:
    return [value for values in table.values() for value in values]


def _agree(expected: float, got: float) -> bool:
    # eligibility is 0, 1 or unknown, which no tolerance blurs
    return math.isnan(expected) == math.isnan(got) and not abs(expected - got) > TOLERANCE


def _said(table: Mapping[str, Sequence[float]], unit: str) -> str:
    parts = []
    for key, values in table.items():
        known = (lambda v: "true" if v else "false") if key == "eligible" else "{:,.2f}".format
        said = ", ".join("unknown" if math.isnan(value) else known(value) for value in values)
        parts.append(f"{key} {said}" + (f" {unit}" if key == "amount" else ""))
    return "; ".join(parts)
