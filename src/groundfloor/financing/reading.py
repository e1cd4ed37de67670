"""financing.yaml: the options of a pack, read and checked key by key."""

from __future__ import annotations

from pathlib import Path

from groundfloor.country.description import words
from groundfloor.documents import Document, read_yaml, year
from groundfloor.errors import GroundfloorError
from groundfloor.financing.options import CASES, Option
from groundfloor.written import Written

KEYS = ("label", *CASES, "one_off", "start", "ramp_years", "note", "source")
REQUIRED = (*CASES, "start")
EXAMPLE = "tax: {low: 0.2, base: 0.5, high: 0.8, start: 2027, ramp_years: 5}"


def read_options(path: Path | None) -> dict[str, Option]:
    """The options under `options` in financing.yaml, by name; none where a pack has no such file.

    Each needs low <= base <= high (% of GDP a year) and the year it starts. An unknown key, a missing one or a value of the
    wrong kind raises GroundfloorError with its line. The keys are defined in docs/country-pack.md.

    >>> from groundfloor import new
    >>> read_options(new("nowhere") / "financing.yaml")["subsidies"].share(2027)
    0.5
    """
    if path is None:
        return {}
    document = read_yaml(path)
    parts = Written(document).parts(("options",), "options: ...")
    options = parts["options"].parts(example=EXAMPLE) if "options" in parts else {}
    return {name: _option(name, part, document) for name, part in options.items()}


def _option(name: str, written: Written, document: Document) -> Option:
    parts = written.parts(KEYS, EXAMPLE)
    for key in REQUIRED:
        if key not in parts:
            raise GroundfloorError(f"The option {name!r} has no {key}", written.place, expected=EXAMPLE)
    low, base, high = (parts[case].number() for case in CASES)
    if not low <= base <= high:
        raise GroundfloorError(
            f"The option {name!r} has low {low:g}, base {base:g}, high {high:g}",
            parts["low"].place,
            expected="low <= base <= high, in % of GDP",
        )
    one_off = parts["one_off"].yes() if "one_off" in parts else False
    if one_off and "ramp_years" in parts:
        raise GroundfloorError(
            f"The option {name!r} comes once and grows over years", parts["ramp_years"].place, expected="one of both"
        )
    ramp = parts["ramp_years"].number() if "ramp_years" in parts else 1.0
    if ramp < 1 or ramp != int(ramp):
        raise GroundfloorError(
            f"ramp_years is {parts['ramp_years'].word()!r}", parts["ramp_years"].place, expected="1, 2, 3 or more years"
        )
    entry = document.data["options"][name]
    label, note = (
        words(document, entry[key], "options", name, key) if key in parts else {} for key in ("label", "note")
    )
    return Option(
        name,
        low,
        base,
        high,
        one_off,
        start=year(parts["start"].word(), parts["start"].place),
        ramp_years=int(ramp),
        note=dict(note),
        label=dict(label) or {"en": name.replace("_", " ")},
        source=parts["source"].word() if "source" in parts else None,
    )
