"""What a scenario changes, in words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from groundfloor.rules.messages import Messages
from groundfloor.rules.patch import scenario
from groundfloor.rules.phrases import Phrases
from groundfloor.rules.programme import DatedParameter, Floor, Limit, Programme

PARTS = ("label", "eligible", "amount", "limit", "take_up", "phase_in", "administration", "replaces")


def printable(floor: Floor, name: str, lang: str = "en") -> str:
    """What scenario `name` changes, one line a change: what it becomes and what it was.

    Raises GroundfloorError for an unknown scenario or language.

    >>> from groundfloor.country.pack import find_pack
    >>> from groundfloor.rules import load_floor
    >>> print(printable(load_floor(find_pack("gha") / "floors" / "ghana_floor.yaml"), "child_grant_to_18"))
    Child grant, condition: age < 18 instead of age < 5
    """
    other = scenario(floor, name)
    messages = Messages(lang)
    lines = list(_changes(Phrases(messages, floor), Phrases(messages, other)))
    return "\n".join(lines) or messages.text("scenario", "nothing")


def _changes(was: Phrases, now: Phrases) -> Iterator[str]:
    before, after, text = was.floor, now.floor, partial(now.messages.text, "scenario")
    for name, one in before.programmes.items():
        if name not in after.programmes:
            yield text("remove", name=was.label(one.label, name))
    for name, one in after.programmes.items():
        label = now.label(one.label, name)
        old = before.programmes.get(name)
        if old is None:
            yield text("add", name=label)
            continue
        for part in PARTS:
            if _written(one, part) != _written(old, part):
                new, previous = _said(one, part, now), _said(old, part, was)
                yield text("change", name=label, part=text("parts", part), new=new, old=previous)
    for sector in dict.fromkeys([*before.services, *after.services]):
        old_services, new_services = (_services(one, sector, now) for one in (before, after))
        if old_services != new_services:
            yield text("services", sector=sector, new=new_services, old=old_services)
    for key, with_it, without in (("remove", before, after), ("add", after, before)):
        for name in with_it.contributory:
            if name not in without.contributory:
                yield text(key, name=text("contributory", name=name))
    for full, parameter in after.parameters.items():
        if full in before.parameters:
            yield from _values(before.parameters[full], parameter, now)


def _services(floor: Floor, sector: str, now: Phrases) -> str:
    """The services of a sector that a floor names, as a word or as the list of them."""
    text, named = partial(now.messages.text, "scenario"), floor.services.get(sector)
    if named is None:
        return text("none")
    listed = ", ".join(named.services) or text("all")
    return text("beside", services=listed, programmes=", ".join(named.beside)) if named.beside else listed


def _values(old: DatedParameter, new: DatedParameter, now: Phrases) -> Iterator[str]:
    """The days from which another value is in force than was, whichever of both floors has an entry on them."""
    owner, _, short = new.name.partition(".")
    programme, text = now.floor.programmes.get(owner), partial(now.messages.text, "scenario")
    name = now.label(programme.label, owner) if programme else text("floor")
    for day in sorted({one.start for parameter in (old, new) for one in parameter.values}):
        became, was = new.at(day), old.dated(day)
        if was is None or became != was.value:
            yield text(
                "value",
                name=name,
                part=now.label(new.label, short),
                new=now.quantity(became, new.unit),
                day=now.messages.date(day),
                old=now.quantity(was.value, old.unit) if was else text("none"),
            )


def _written(programme: Programme, part: str) -> Any:
    return programme.texts[part] if part in programme.texts else getattr(programme, part)


def _said(programme: Programme, part: str, phrases: Phrases) -> str:
    value, text = getattr(programme, part), partial(phrases.messages.text, "scenario")
    match part, value:
        case "label", _:
            return phrases.label(value, programme.name)
        case (("eligible" | "amount"), _):
            return phrases.phrase(value)
        case _, Limit(first=first, by=by):
            return text("limit", first=first, by=phrases.variable(by))
        case _, float():
            return _percent(value, phrases)
        case "phase_in", _:
            years = [text("year", year=year, share=_percent(share, phrases)) for year, share in value.items()]
            return ", ".join(years) or text("none")
    return ", ".join(value or ()) or text("none")


def _percent(share: float, phrases: Phrases) -> str:
    return phrases.messages.text("scenario", "percent", value=phrases.messages.number(share * 100))
