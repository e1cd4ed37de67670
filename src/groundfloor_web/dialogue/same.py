"""Which inputs to an item may say the same; found once, for nothing said is changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, QuerySet

from groundfloor_web.dialogue.likeness import neighbours
from groundfloor_web.dialogue.models import Input, Item

HOUR = 3600


def texts_of(one: Input) -> list[str]:
    """What an input says in each language, with the wording that it proposes."""
    return [f"{text}\n{one.proposed.get(tag, '')}" for tag, text in one.text.items()]


def found_once(name: str, of: list[QuerySet[Any]], find: Callable[[], Any]) -> Any:
    """What `find` finds, as long as nothing was added to what it looks at."""
    standing = [one.aggregate(count=Count("pk"), last=Max("pk")) for one in of]
    numbers = "-".join(f"{one['count']}-{one['last'] or 0}" for one in standing)
    return cache.get_or_set(f"{name}-{numbers}", find, HOUR)


def same_as(item: Item) -> dict[int, list[int]]:
    """By the key of an input to the item, the keys of those it may say the same as."""
    inputs = item.inputs.filter(withdrawn=False).order_by("pk")
    found: dict[int, list[int]] = found_once(
        f"same-inputs-{item.pk}", [inputs], lambda: neighbours({one.pk: texts_of(one) for one in inputs})
    )
    return found


def waiting_like(one: Input) -> QuerySet[Input]:
    """The inputs that may say the same as one, and wait for an answer."""
    known = Input.objects.of(one.workspace).standing().select_related("seat__organisation")
    return known.filter(pk__in=same_as(one.item).get(one.pk, ()), disposition=Input.Disposition.WAITING)
