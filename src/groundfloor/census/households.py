"""The households that were written, as the figures read them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from groundfloor.engine.outofcore.homes import Arrays, Written
from groundfloor.figures import Given, Homes
from groundfloor.figures.streamed import Welfare
from groundfloor.rules.programme import Floor
from groundfloor.survey.frame import Floats


class Households:
    """A `figures.streamed.Table` of the files of households."""

    def __init__(self, written: Written, floor: Floor, welfare: bool) -> None:
        self.written, self.floor, self.welfare = written, floor, welfare

    def pieces(self) -> Iterator[Homes]:
        """The files, one after the other."""
        return map(self._homes, self.written.parts())

    def _homes(self, found: Arrays) -> Homes:
        def given(i: int, worth: float) -> Given:
            entitled, undecided, receives, paid = (
                found[f"{what}_{i}"] for what in ("entitled", "undecided", "receives", "paid")
            )
            return Given(entitled, undecided, receives, paid, worth)

        programmes = {name: given(i, one.form.worth) for i, (name, one) in enumerate(self.floor.programmes.items())}
        welfare = found["welfare"] if self.welfare else None
        return Homes(found["weight"], found["members"], welfare, found["sharing"], programmes)

    def between(self, what: Welfare, low: float, high: float) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """Those with a weight whose welfare lies in a stretch."""
        found = self.written.between(what, low, high)
        return found["x"], found["people"], found["known"]
