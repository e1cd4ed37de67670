"""A ladder as survey.yaml writes it: the questionnaire, the columns of its parts, and the choices there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from groundfloor.errors import GroundfloorError
from groundfloor.survey.entries import Entry, entry_of
from groundfloor.survey.ladders.tables import codes_of, questionnaire, questionnaires, recode_of, table
from groundfloor.survey.variables import Harmonised
from groundfloor.written import Written

UNKNOWN_TIME = ("limited", "basic", "missing")
OTHER, AS_IT_IS = "other_source", "as_it_is"
PACKAGED = (OTHER, AS_IT_IS)
# the words of the parts that are no facilities of the ladder
PLACE = ("dwelling", "yard", "elsewhere")
EMPTIED = ("never", "yes", "unknown")
EMPTIED_TO = ("buried", "removed", "unsafe")
WASHING = ("fixed", "mobile", "none", "not_seen")


def _text(levels: tuple[str, ...]) -> Harmonised:
    return Harmonised("text", "part of a ladder", levels=levels, level="household")


def _facilities(ladder: str) -> Harmonised:
    return _text(tuple(table("facilities")[ladder]))


_YES = Harmonised("boolean", "part of a ladder", level="household")
_NUMBER = Harmonised("number", "part of a ladder", level="household")
PARTS: dict[str, dict[str, Harmonised]] = {
    "water": {
        "source": _facilities("water"),
        "other_source": _facilities("water"),
        "place": _text(PLACE),
        "minutes": Harmonised("number", "part of a ladder", "minute", level="household"),
        "available": _YES,
        "ecoli": _NUMBER,
        "chemically_safe": _YES,
    },
    "sanitation": {
        "facility": _facilities("sanitation"),
        "shared": _YES,
        "emptied": _text(EMPTIED),
        "emptied_to": _text(EMPTIED_TO),
    },
    "hygiene": {"place": _text(WASHING), "water": _YES, "soap": _YES},
}
CHOICES = {"water": ("unknown_time", "packaged"), "sanitation": ("removed_treated",), "hygiene": ()}
NAMES = tuple(PARTS)


@dataclass(frozen=True)
class Ladder:
    """A ladder to be climbed: `parts` by name as entries, and its rules.

    `unknown_time` is the rung of improved water of which nobody knows the minutes, `packaged` by which source bottled water is
    judged, `treated` whether what is carried away is treated (None: not known). `rules` are those of the questionnaire;
    `standard` names a survey of which no codes of its own are known.
    """

    name: str
    parts: Mapping[str, Entry]
    rules: Mapping[str, Any] = field(default_factory=dict)
    unknown_time: str = "missing"
    packaged: str = OTHER
    treated: bool | None = None
    standard: str | None = None


def ladder_of(name: str, written: Written) -> Ladder:
    """The ladder `name` as written: `{ladder: mics6, source: WS1, ...}`. A part is a column, or an entry with words of its own."""
    known = ("ladder", "file", "recode", *PARTS[name], *CHOICES[name])
    parts = {key: part for key, part in written.parts(known).items() if part.known}
    of = parts["ladder"].choice(questionnaires())
    rules = questionnaire(of, name)
    for needed in rules["needed"]:
        if needed not in parts:
            raise GroundfloorError(
                f"The ladder {name!r} of {of} has no {needed}",
                written.place,
                expected=f"{', '.join(rules['needed'])}",
                hint=f"Write {needed}: COLUMN, or take ladder: jmp where the survey does not ask it.",
            )
    file = parts["file"].word() if "file" in parts else None
    recode, standard = _recode(name, of, parts)
    entries = {
        part: _entry(name, part, parts[part], rules, recode if part in ("source", "facility") else {}, file)
        for part in PARTS[name]
        if part in parts
    }
    packaged = parts["packaged"].choice(PACKAGED) if "packaged" in parts else rules.get("packaged", OTHER)
    return Ladder(
        name,
        entries,
        rules,
        unknown_time=parts["unknown_time"].choice(UNKNOWN_TIME)
        if "unknown_time" in parts
        else rules.get("unknown_time", "missing"),
        packaged=packaged if OTHER in entries else AS_IT_IS,
        treated=parts["removed_treated"].yes() if "removed_treated" in parts else None,
        standard=standard,
    )


def _recode(name: str, of: str, parts: Mapping[str, Written]) -> tuple[Mapping[str, str], str | None]:
    """The codes of the one survey that `recode` names, and its name where none are known."""
    if "recode" not in parts:
        return {}, None
    part = parts["recode"]
    if not of.startswith("dhs") or name not in table("recodes"):
        raise GroundfloorError(f"recode is of water and sanitation in dhs8, not of {name} in {of}", part.place)
    words = part.words()
    if len(words) > 2 or (len(words) == 2 and not words[1].isdecimal()):
        raise GroundfloorError(f"recode is {', '.join(words)}", part.place, expected="hv000, or [hv000, hv007]")
    found = recode_of(name, words[0], int(words[1]) if len(words) == 2 else None, part.place)
    return found.codes, None if found.known else " ".join(words)


def _entry(
    ladder: str, part: str, written: Written, rules: Mapping[str, Any], recode: Mapping[str, str], file: str | None
) -> Entry:
    """The entry of a part, with what the questionnaire says of its cells where survey.yaml does not."""
    entry = entry_of(f"{ladder}.{part}", PARTS[ladder][part], written)
    entry = replace(entry, file=entry.file or file)
    said = rules.get(part, {})
    listed = isinstance(said, Mapping)
    if not listed or part == "minutes":
        return entry
    missing = entry.missing | frozenset(said.get("missing", ()))
    if entry.meaning.kind == "text" and entry.codes is None:
        codes = codes_of(said, rules)
        if codes is not None and recode:
            codes = {code: codes.get(recode.get(code, code)) for code in (*codes, *recode)}
        return replace(entry, codes=codes, missing=missing)
    if entry.meaning.kind == "boolean" and {entry.true, entry.false, entry.at_least, entry.at_most} == {None}:
        true, false = (frozenset(said[key]) if key in said else None for key in ("true", "false"))
        return replace(entry, true=true, false=false, missing=missing)
    return entry
