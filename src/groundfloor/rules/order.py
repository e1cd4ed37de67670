"""The order of programmes that read each other's results, and circles among programmes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from groundfloor.errors import GroundfloorError
from groundfloor.rules.fields import Fields
from groundfloor.rules.programme import Programme
from groundfloor.rules.tree import Node, Result
from groundfloor.rules.walk import walk


def needs(*roots: Node) -> list[str]:
    """The programmes whose results expressions read, in order of appearance."""
    return list(dict.fromkeys(one.programme for root in roots for one in walk(root) if isinstance(one, Result)))


def alone(programmes: Mapping[str, Programme], name: str) -> dict[str, Programme]:
    """A programme and those whose results it needs, also by way of others, in the order given."""
    found, pending = set[str](), [name]
    while pending:
        one = pending.pop()
        if one not in found:
            found.add(one)
            pending += needs(programmes[one].eligible, programmes[one].amount)
    return {one: programme for one, programme in programmes.items() if one in found}


def ordered(programmes: Mapping[str, Programme]) -> dict[str, Programme]:
    """Programmes after those they need, otherwise as given; a circle is refused and named."""

    def refusal(circle: list[str]) -> GroundfloorError:
        first = programmes[circle[0]]
        place = next(
            node.place
            for root in (first.eligible, first.amount)
            for node in walk(root)
            if isinstance(node, Result) and node.programme == circle[1]
        )
        return GroundfloorError(
            f"The programmes need each other in a circle: {' -> '.join(circle)}",
            place,
            hint="Take one of them out of the other's rule.",
        )

    required = {name: needs(one.eligible, one.amount) for name, one in programmes.items()}
    return {name: programmes[name] for name in _arranged(required, refusal)}


def refuse_mutual_replacement(programmes: Mapping[str, Programme], files: Mapping[str, Fields]) -> None:
    """Refuse programmes that replace each other, directly or in a circle, for none of them would be left."""

    def refusal(circle: list[str]) -> GroundfloorError:
        at = programmes[circle[0]].replaces.index(circle[1])
        return GroundfloorError(
            f"The programmes replace each other in a circle: {' -> '.join(circle)}",
            files[circle[0]].place("replaces", at),
            hint="Keep the one that is to stay, and take it out of the other's `replaces`.",
        )

    replaced = {name: [other for other in one.replaces if other in programmes] for name, one in programmes.items()}
    _arranged(replaced, refusal)


def _arranged(
    required: Mapping[str, Sequence[str]], refusal: Callable[[list[str]], GroundfloorError]
) -> dict[str, None]:
    """Names after those they require, otherwise as given; `refusal` is the error for a circle."""
    out: dict[str, None] = {}
    for name in required:
        # the trail is kept by hand, for a chain of programmes may be longer than Python's own stack
        trail = [name]
        while trail:
            following = next((other for other in required[trail[-1]] if other not in out), None)
            if following is None:
                out.setdefault(trail.pop())
            elif following in trail:
                raise refusal([*trail[trail.index(following) :], following])
            else:
                trail.append(following)
    return out
