"""What a scenario changes, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import yaml

from groundfloor.rules.growth import ByCohort
from groundfloor.rules.messages import Messages
from groundfloor.rules.patch import scenario
from groundfloor.rules.phrases import Phrases
from groundfloor.rules.programme import DatedParameter, Floor, Limit, Programme, StartUp

PARTS = (
    "label",
    "eligible",
    "amount",
    "limit",
    "take_up",
    "phase_in",
    "administration",
    "start_up",
    "variants",
    "form",
    "replaces",
)


def printable(floor: Floor, name: str, lang: str = "en") -> str:
    """What scenario `name` changes, one line a change: what it becomes and what it was.

    Raises GroundfloorError for an unknown scenario or language.

    >>> from groundfloor.country.pack import find_pack
    >>> from groundfloor.rules import load_floor
    >>> print(printable(load_floor(find_pack("gha") / "floors" / "ghana_floor.yaml"), "child_grant_to_18"))
    Child grant, condition: age < 18 instead of age < Age limit
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
    beside = {"administration": programme.overheads, "take_up": programme.take_up_path, "phase_in": programme.grows_by}
    if part in beside:
        return getattr(programme, part), beside[part]
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
        case _, StartUp(prices=prices, values=values):
            money = [text("in_year", year=year, money=phrases.quantity(one, "LCU")) for year, one in values.items()]
            return text("start_up", money=", ".join(money), prices=prices)
        case "administration", _:
            return ", ".join(_running(programme, phrases))
        case "take_up", _:
            return _by_year(programme.take_up_path, phrases) if programme.take_up_path else _percent(value, phrases)
        case "phase_in", _:
            return _growth(programme, phrases)
        case "form", _:
            return phrases.form(value)
        case "variants", _:
            return phrases.messages.joined([f"{text(which)} {_flow(one)}" for which, one in value.items()]) or text(
                "none"
            )
    return ", ".join(value or ()) or text("none")


def _running(programme: Programme, phrases: Phrases) -> Iterator[str]:
    """A share of benefits, and each parameter beside it by its name."""
    text, own = partial(phrases.messages.text, "scenario"), programme.overheads
    yield _percent(programme.administration, phrases)
    for key, name in (("per_beneficiary", own.per_beneficiary), ("fixed", own.fixed)):
        if name is not None:
            label = phrases.label(phrases.floor.parameters[name].label, name.partition(".")[2])
            yield text(key, name=label)


def _flow(entries: Any) -> str:
    """Entries as they are written, on one line."""
    return yaml.safe_dump(entries, default_flow_style=True, sort_keys=False, allow_unicode=True, width=2**31).strip()


def _by_year(steps: Mapping[int, float], phrases: Phrases) -> str:
    text = partial(phrases.messages.text, "scenario")
    years = [text("year", year=year, share=_percent(share, phrases)) for year, share in steps.items()]
    return ", ".join(years) or text("none")


def _growth(programme: Programme, phrases: Phrases) -> str:
    text, by = partial(phrases.messages.text, "scenario"), programme.grows_by
    if by is None:
        return _by_year(programme.phase_in, phrases)
    if isinstance(by, ByCohort):
        if by.born_from is not None:
            return text("born_from", year=by.born_from)
        ages = [text("ages", year=year, low=low, high=high) for year, (low, high) in by.steps.items()]
        return text("stay", ages=", ".join(ages))
    places = [text("place", place=place, years=_by_year(steps, phrases)) for place, steps in by.places.items()]
    if by.other is not None:
        places.append(text("place", place=text("elsewhere"), years=_by_year(by.other, phrases)))
    return phrases.messages.joined(places)


def _percent(share: float, phrases: Phrases) -> str:
    return phrases.messages.text("scenario", "percent", value=phrases.messages.number(share * 100))
