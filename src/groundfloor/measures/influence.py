"""Statistics by group that carry their influence functions through arithmetic, so that every index has its standard error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundfloor.measures.design import Mask, Partition
from groundfloor.measures.estimate import Base, Common, Estimate, standard_error
from groundfloor.survey.frame import Floats

NOTHING = 1e-14


@dataclass(frozen=True, eq=False)
class Figure:
    """A statistic by group, its linearised total by cell, and the size of what it was computed from.

    Sums, products, quotients and functions of figures are figures: the linearised total of f(a, b) is that of a times the
    derivative of f by a, and so for b (Deville 1999). `scale` follows the same rule with absolute values; a value or an error
    below rounding at that size is none. A quotient by 0 and a logarithm of what is not positive are NaN.

    >>> from groundfloor.measures.design import everyone
    >>> from groundfloor.survey.frame import Survey
    >>> part = everyone(Survey("s", "X", 2020, {}, np.arange(2), np.ones(2)))
    >>> persons, money = Figure.total(part, np.array([1.0, 1.0])), Figure.total(part, np.array([2.0, 6.0]))
    >>> mean = money / persons
    >>> mean.value.tolist(), mean.cells.tolist(), mean.log().cells.tolist()
    ([4.0], [-1.0, 1.0], [-0.25, 0.25])
    """

    part: Partition
    value: Floats
    cells: Floats
    scale: Floats
    __array_ufunc__ = None  # an array times a figure is a figure

    @classmethod
    def total(cls, part: Partition, atoms: Floats, scale: Floats | None = None) -> Figure:
        """The weighted total by group of one value an atom."""
        cells = part.cells(atoms)
        value = part.groups(cells)
        return cls(part, value, cells, abs(value) if scale is None else scale)

    def __add__(self, other: Figure | float | Floats) -> Figure:
        if isinstance(other, Figure):
            return Figure(
                self.part, self.value + other.value, self.cells + other.cells, np.maximum(self.scale, other.scale)
            )
        return Figure(self.part, self.value + other, self.cells, np.maximum(self.scale, abs(np.asarray(other))))

    __radd__ = __add__

    def __neg__(self) -> Figure:
        return self * -1.0

    def __sub__(self, other: Figure | float | Floats) -> Figure:
        return self + -other

    def __rsub__(self, other: float | Floats) -> Figure:
        return -self + other

    def __mul__(self, other: Figure | float | Floats) -> Figure:
        if isinstance(other, Figure):
            one, two = self.value, other.value
            return Figure(
                self.part,
                one * two,
                self._by(self.cells, two) + self._by(other.cells, one),
                self.scale * abs(two) + other.scale * abs(one),
            )
        by = np.broadcast_to(np.asarray(other, dtype=float), self.value.shape)
        return Figure(self.part, self.value * by, self._by(self.cells, by), self.scale * abs(by))

    __rmul__ = __mul__

    def __truediv__(self, other: Figure | float | Floats) -> Figure:
        if isinstance(other, Figure):
            return self * other.power(-1.0)
        return self * _inverse(np.broadcast_to(np.asarray(other, dtype=float), self.value.shape))

    def __rtruediv__(self, other: float | Floats) -> Figure:
        return self.power(-1.0) * other

    def power(self, exponent: float) -> Figure:
        """The value to a power; NaN for a root or an inverse that does not exist."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.through(self.value**exponent, exponent * self.value ** (exponent - 1))

    def log(self) -> Figure:
        """The natural logarithm."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.through(np.log(self.value), 1 / self.value)

    def exp(self) -> Figure:
        """The exponential."""
        value = np.exp(self.value)
        return self.through(value, value)

    def through(self, value: Floats, slope: Floats) -> Figure:
        """A function of this figure with its value and derivative by group; both become NaN where either is not finite."""
        lost = ~(np.isfinite(value) & np.isfinite(slope))
        value, slope = np.where(lost, np.nan, value), np.where(lost, np.nan, slope)
        return Figure(self.part, value, self._by(self.cells, slope), self.scale * abs(slope))

    @property
    def above_zero(self) -> Figure:
        """This figure where it is more than rounding above 0, elsewhere NaN."""
        return self.where(self.value > NOTHING * self.scale, np.nan)

    def where(self, kept: Mask, otherwise: float) -> Figure:
        """This figure in the groups where `kept`, elsewhere a constant."""
        inside = np.append(kept, False)[self.part.group]
        return Figure(
            self.part,
            np.where(kept, self.value, otherwise),
            np.where(inside, self.cells, 0.0),
            np.where(kept, self.scale, abs(otherwise)),
        )

    def estimate(self, over: Base, common: Common | None = None) -> Estimate:
        """The value with its standard error, over the persons and units of `over`.

        `common` is what every unit adds whichever its groups: a factor by group and one linearised total by unit.
        """
        value = np.where(abs(self.value) <= NOTHING * self.scale, 0.0, self.value)
        shared = () if common is None else (common,)
        error = standard_error(self.part, self.cells, over.units, self.scale, shared)
        return Estimate(value, np.where(np.isnan(value), np.nan, error), over.n, self.cells, shared)

    def _by(self, cells: Floats, factor: Floats) -> Floats:
        return cells * self.part.each(factor)


def _inverse(values: Floats) -> Floats:
    out: Floats = np.divide(1.0, values, out=np.full(values.shape, np.nan), where=values != 0)
    return out
