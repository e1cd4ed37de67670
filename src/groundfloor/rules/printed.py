"""What a scenario changes, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from groundfloor.rules.patch import scenario
from groundfloor.rules.programme import DatedParameter, Floor, Limit, Programme

if TYPE_CHECKING:
    from groundfloor.rules.phrases import Phrases

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "add": "{name}: added",
        "remove": "{name}: taken away",
        "part": "{name}, {part}: {new} instead of {old}",
        "value": "{name}, {part}: {new} from {day} instead of {old}",
        "nothing": "Nothing changes.",
        "none": "none",
        "limit": "at most {first} in a household, smallest first ({by})",
        "percent": "{value}%",
        "year": "{year}: {share}",
        "floor": "Floor",
        "label": "name",
        "eligible": "condition",
        "amount": "amount",
        "take_up": "take-up",
        "phase_in": "phase-in",
        "administration": "administration",
        "replaces": "programmes replaced",
        "limit_name": "limit",
    },
    "fr": {
        "add": "{name}\xa0: ajouté",
        "remove": "{name}\xa0: retiré",
        "part": "{name}, {part}\xa0: {new} au lieu de {old}",
        "value": "{name}, {part}\xa0: {new} à partir du {day} au lieu de {old}",
        "nothing": "Rien ne change.",
        "none": "néant",
        "limit": "au plus {first} par ménage, par ordre croissant ({by})",
        "percent": "{value}\xa0%",
        "year": "{year}\xa0: {share}",
        "floor": "Socle",
        "label": "nom",
        "eligible": "condition",
        "amount": "montant",
        "take_up": "recours",
        "phase_in": "montée en charge",
        "administration": "frais de gestion",
        "replaces": "programmes remplacés",
        "limit_name": "limite",
    },
}
PARTS = ("label", "eligible", "amount", "limit", "take_up", "phase_in", "administration", "replaces")


def printable(floor: Floor, name: str, lang: str = "en") -> str:
    """What scenario `name` changes, one line a change: what it becomes and what it was.

    Raises GroundfloorError for an unknown scenario or language.

    >>> from groundfloor.country.pack import find_pack
    >>> from groundfloor.rules import load_floor
    >>> print(printable(load_floor(find_pack("gha") / "floors" / "ghana_floor.yaml"), "child_grant_to_18"))
    Child grant, condition: age < 18 instead of age < 5
    """
    from groundfloor.rules.messages import Messages
    from groundfloor.rules.phrases import Phrases

    other = scenario(floor, name)
    messages = Messages(lang)
    lines = list(_changes(Phrases(messages, floor), Phrases(messages, other), WORDS[lang]))
    return "\n".join(lines) or WORDS[lang]["nothing"]


def _changes(was: Phrases, now: Phrases, words: Mapping[str, str]) -> Iterator[str]:
    before, after = was.floor, now.floor
    for name, one in before.programmes.items():
        if name not in after.programmes:
            yield words["remove"].format(name=was.label(one.label, name))
    for name, one in after.programmes.items():
        label = now.label(one.label, name)
        old = before.programmes.get(name)
        if old is None:
            yield words["add"].format(name=label)
            continue
        for part in PARTS:
            if _written(one, part) != _written(old, part):
                said = {"new": _said(one, part, now, words), "old": _said(old, part, was, words)}
                title = words["limit_name" if part == "limit" else part]
                yield words["part"].format(name=label, part=title, **said)
    for full, parameter in after.parameters.items():
        if full in before.parameters:
            yield from _values(before.parameters[full], parameter, now, words)


def _values(old: DatedParameter, new: DatedParameter, now: Phrases, words: Mapping[str, str]) -> Iterator[str]:
    """The days from which another value is in force than was, whichever of both floors has an entry on them."""
    owner, _, short = new.name.partition(".")
    programme = now.floor.programmes.get(owner)
    name = now.label(programme.label, owner) if programme else words["floor"]
    for day in sorted({one.start for parameter in (old, new) for one in parameter.values}):
        became, was = new.dated(day), old.dated(day)
        if became and (was is None or became.value != was.value):
            yield words["value"].format(
                name=name,
                part=now.label(new.label, short),
                new=now.quantity(became.value, new.unit),
                day=now.messages.date(day),
                old=now.quantity(was.value, old.unit) if was else words["none"],
            )


def _written(programme: Programme, part: str) -> Any:
    return programme.texts[part] if part in programme.texts else getattr(programme, part)


def _said(programme: Programme, part: str, phrases: Phrases, words: Mapping[str, str]) -> str:
    value = getattr(programme, part)
    match part, value:
        case "label", _:
            return phrases.label(value, programme.name)
        case (("eligible" | "amount"), _):
            return phrases.phrase(value)
        case _, Limit(first=first, by=by):
            return words["limit"].format(first=first, by=phrases.variable(by))
        case _, float():
            return _percent(value, phrases, words)
        case "phase_in", _:
            years = [
                words["year"].format(year=year, share=_percent(share, phrases, words)) for year, share in value.items()
            ]
            return ", ".join(years) or words["none"]
    return ", ".join(value or ()) or words["none"]


def _percent(share: float, phrases: Phrases, words: Mapping[str, str]) -> str:
    return words["percent"].format(value=phrases.messages.number(share * 100))
