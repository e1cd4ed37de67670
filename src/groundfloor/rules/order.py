"""The order of programmes that read each other's results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from groundfloor.errors import GroundfloorError
from groundfloor.rules.programme import Programme
from groundfloor.rules.tree import Node, Result
from groundfloor.rules.walk import walk


def needs(*roots: Node) -> list[str]:
    """The programmes whose results expressions read, in order of appearance."""
    return list(dict.fromkeys(one.programme for root in roots for one in walk(root) if isinstance(one, Result)))


def ordered(programmes: Mapping[str, Programme]) -> dict[str, Programme]:
    """Programmes after those they need, otherwise as given; a circle is refused and named."""
    required = {name: needs(one.eligible, one.amount) for name, one in programmes.items()}
    out: dict[str, Programme] = {}
    for name in programmes:
        # the trail is kept by hand, for a chain of programmes may be longer than Python's own stack
        trail, waiting = [name], [_left(required[name], out)]
        while trail:
            following = next((other for other in waiting[-1] if other not in out), None)
            if following is None:
                waiting.pop()
                done = trail.pop()
                out.setdefault(done, programmes[done])
            elif following in trail:
                raise _circle([*trail[trail.index(following) :], following], programmes)
            else:
                trail.append(following)
                waiting.append(_left(required[following], out))
    return out


def _left(names: Iterable[str], done: Mapping[str, Programme]) -> list[str]:
    return [name for name in names if name not in done]


def _circle(names: list[str], programmes: Mapping[str, Programme]) -> GroundfloorError:
    first = programmes[names[0]]
    place = next(
        node.place
        for root in (first.eligible, first.amount)
        for node in walk(root)
        if isinstance(node, Result) and node.programme == names[1]
    )
    return GroundfloorError(
        f"The programmes need each other in a circle: {' -> '.join(names)}",
        place,
        hint="Take one of them out of the other's rule.",
    )
