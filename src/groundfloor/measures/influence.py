"""Statistics by group that carry their influence functions through arithmetic, so that every index has its standard error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundfloor.measures.design import Mask, Partition
from groundfloor.measures.estimate import Base, Common, Estimate, divide, standard_error
from groundfloor.survey.frame import Floats

NOTHING = 1e-14


@dataclass(frozen=True, eq=False)
class Figure:
    """A statistic by group, its linearised total by cell, and the size of what it was computed from.

    Sums, products, quotients and functions of figures are figures: the linearised total of f(a, b) is that of a times the
    derivative of f by a, and so for b (Deville 1999). `cells` is that of the group's persons, and `common` what every unit adds,
    whichever groups it has persons of. `scale` follows the same rule with absolute values; a value or an error below rounding at that
    size is none. A quotient by what is not above 0, and a logarithm of it, are NaN.

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
    common: tuple[Common, ...] = ()
    __array_ufunc__ = None  # an array times a figure is a figure

    @classmethod
    def total(cls, part: Partition, atoms: Floats, scale: Floats | None = None) -> Figure:
        """The weighted total by group of one value an atom."""
        return cls.summed(part, part.cells(atoms), scale)

    @classmethod
    def summed(cls, part: Partition, cells: Floats, scale: Floats | None = None) -> Figure:
        """The total by group of what each cell adds."""
        value = part.groups(cells)
        return cls(part, value, cells, abs(value) if scale is None else scale)

    @classmethod
    def coefficient(cls, part: Partition, value: Floats, cells: Floats) -> Figure:
        """A coefficient of about the size of 1, as Gini's, from its value and its linearised total."""
        return cls(part, value, cells, np.ones(len(value)))

    def __add__(self, other: Figure | float | Floats) -> Figure:
        if isinstance(other, Figure):
            scale, common = np.maximum(self.scale, other.scale), _gathered(self.common + other.common)
            return Figure(self.part, self.value + other.value, self.cells + other.cells, scale, common)
        scale = np.maximum(self.scale, abs(np.asarray(other)))
        return Figure(self.part, self.value + other, self.cells, scale, self.common)

    __radd__ = __add__

    def __neg__(self) -> Figure:
        return self * -1.0

    def __sub__(self, other: Figure | float | Floats) -> Figure:
        return self + -other

    def __rsub__(self, other: float | Floats) -> Figure:
        return -self + other

    def __mul__(self, other: Figure | float | Floats) -> Figure:
        if not isinstance(other, Figure):
            by = np.broadcast_to(np.asarray(other, dtype=float), self.value.shape)
            return self._times(self.value * by, by)
        product = self.value * other.value
        return self._times(product, other.value) + other._times(np.zeros_like(product), self.value)

    __rmul__ = __mul__

    def __truediv__(self, other: Figure | float | Floats) -> Figure:
        if isinstance(other, Figure):
            return self * other.above_zero.power(-1.0)
        return self * divide(np.ones(len(self.value)), np.broadcast_to(other, self.value.shape))

    def __rtruediv__(self, other: float | Floats) -> Figure:
        return self.above_zero.power(-1.0) * other

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
        """A function of this figure with its value and derivative by group; without a finite derivative it has no error."""
        value = np.where(np.isfinite(value), value, np.nan)
        return self._times(value, np.where(np.isfinite(value) & np.isfinite(slope), slope, np.nan))

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
            tuple((np.where(kept, factor, 0.0), unit) for factor, unit in self.common),
        )

    def estimate(self, over: Base) -> Estimate:
        """The value with its standard error, over the persons and units of `over`."""
        value = np.where(abs(self.value) <= NOTHING * self.scale, 0.0, self.value)
        error = standard_error(self.part, self.cells, over.units, self.scale, self.common)
        return Estimate(value, np.where(np.isnan(value), np.nan, error), over.n, self.cells, self.common)

    def _times(self, value: Floats, slope: Floats) -> Figure:
        """A figure of that value whose derivative by this one is `slope`, by group."""
        common = tuple((factor * slope, unit) for factor, unit in self.common)
        return Figure(self.part, value, self.cells * self.part.each(slope), self.scale * abs(slope), common)


def _gathered(common: tuple[Common, ...]) -> tuple[Common, ...]:
    """The same with one factor for each total by unit."""
    found: dict[int, Common] = {}
    for factor, unit in common:
        before = found.get(id(unit))
        found[id(unit)] = (factor if before is None else before[0] + factor, unit)
    return tuple(found.values())
