"""What a scenario changes, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from groundfloor.rules.patch import scenario
from groundfloor.rules.programme import DatedParameter, Floor, Limit, Programme

if TYPE_CHECKING:
    from groundfloor.rules.phrases import Phrases

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
    return "\n".join(_changes(Phrases(messages, floor), Phrases(messages, other))) or messages.text("change", "nothing")


def _changes(was: Phrases, now: Phrases) -> Iterator[str]:
    say = now.messages.text
    before, after = was.floor, now.floor
    for name, one in before.programmes.items():
        if name not in after.programmes:
            yield say("change", "remove", name=was.label(one.label, name))
    for name, one in after.programmes.items():
        label = now.label(one.label, name)
        old = before.programmes.get(name)
        if old is None:
            yield say("change", "add", name=label)
            continue
        for part in PARTS:
            if _written(one, part) != _written(old, part):
                said, said_before = _said(one, part, now), _said(old, part, was)
                yield say("change", "part", name=label, part=say("change", "parts", part), new=said, old=said_before)
    for full, parameter in after.parameters.items():
        if full in before.parameters:
            yield from _values(before.parameters[full], parameter, now)


def _values(old: DatedParameter, new: DatedParameter, now: Phrases) -> Iterator[str]:
    """The days from which another value is in force than was, whichever of both floors has an entry on them."""
    say = now.messages.text
    owner, _, short = new.name.partition(".")
    programme = now.floor.programmes.get(owner)
    name = now.label(programme.label, owner) if programme else say("change", "floor")
    for day in sorted({one.start for parameter in (old, new) for one in parameter.values}):
        became, was = new.dated(day), old.dated(day)
        if became and (was is None or became.value != was.value):
            yield say(
                "change",
                "value",
                name=name,
                part=now.label(new.label, short),
                new=now.quantity(became.value, new.unit),
                day=now.messages.date(day),
                old=now.quantity(was.value, old.unit) if was else say("change", "none"),
            )


def _written(programme: Programme, part: str) -> Any:
    return programme.texts[part] if part in programme.texts else getattr(programme, part)


def _said(programme: Programme, part: str, phrases: Phrases) -> str:
    say = phrases.messages.text
    value = getattr(programme, part)
    match part, value:
        case "label", _:
            return phrases.label(value, programme.name)
        case (("eligible" | "amount"), _):
            return phrases.phrase(value)
        case _, Limit(first=first, by=by):
            return say("change", "limit", first=first, by=phrases.variable(by))
        case _, float():
            return _percent(value, phrases)
        case "phase_in", _:
            years = [say("change", "year", year=year, share=_percent(share, phrases)) for year, share in value.items()]
            return ", ".join(years) or say("change", "none")
    return ", ".join(value or ()) or say("change", "none")


def _percent(share: float, phrases: Phrases) -> str:
    return phrases.messages.text("change", "percent", value=phrases.messages.number(share * 100))
