"""What the essential services and contributory schemes of an option cost government along the paths."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from groundfloor.population.ages import Floats
from groundfloor.uncertainty import shocks
from groundfloor.uncertainty.draws import Draws
from groundfloor.uncertainty.recosted import Along, Recosting

COMPONENT = "services"
MOVING = ("population", "growth", "inflation", "exchange_rate", COMPONENT)


class Beside:
    """Costs of what stands beside the programmes of an option, by part of the table `costs`."""

    def __init__(self, draws: Draws, cost: Recosting) -> None:
        self.draws, self._cost = draws, cost
        self.names = tuple(cost("base", Along()))
        self._known: dict[frozenset[str], Floats] = {}

    def paths(self, play: Collection[str]) -> Floats:
        """[path, part, year] LCU of the year with the components of `play`."""
        moving = frozenset(MOVING).intersection(play)
        if moving not in self._known:
            self._known[moving] = self._paths(moving)
        return self._known[moving]

    def _paths(self, play: Collection[str]) -> Floats:
        draws = self.draws
        if not self.names:
            return np.zeros((draws.paths, 0, draws.growth.shape[1]))
        along = along_of(draws, play)
        base = self._under("base", along)
        if COMPONENT not in play or not draws.width:
            return base
        low, high = (self._under(variant, along) for variant in ("low", "high"))
        u = shocks.uniforms(draws.paths, shocks.stream(draws.seed, COMPONENT))
        luck = draws.width * shocks.triangular(u, -1.0, 0.0, 1.0)[:, None, None]
        return np.asarray(base + np.maximum(-luck, 0.0) * (low - base) + np.maximum(luck, 0.0) * (high - base))

    def _under(self, variant: str, along: Along) -> Floats:
        found = self._cost(variant, along)
        shape = self.draws.growth.shape
        return np.stack([np.broadcast_to(found[name], shape) for name in self.names], axis=1)


def along_of(draws: Draws, play: Collection[str]) -> Along:
    """The people and the levels that the components of `play` move, over those of the run."""
    people = draws.people if "population" in play else None
    prices, real, abroad = (
        values if name in play else None
        for name, values in (("inflation", draws.prices), ("growth", draws.growth), ("exchange_rate", draws.exchange))
    )
    per_head = None if people is None else 1 / people[..., -1]
    moving = {
        "inflation": _product(prices),
        "gdp_nominal": _product(real, prices),
        "exchange_rate": _product(abroad, prices),
        "wages": _product(real, prices, per_head),
        "gdp_per_capita": _product(real, prices, per_head),
    }
    return Along(people, {name: level for name, level in moving.items() if level is not None})


def _product(*levels: Floats | None) -> Floats | None:
    """The product of levels, None where none of them moves."""
    known = [one for one in levels if one is not None]
    return np.prod(known, axis=0) if known else None
