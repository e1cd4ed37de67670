"""The survey in memory: columns of persons sorted by household, with missing values kept missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundfloor.survey.schooling import Schooling
from groundfloor.survey.sentences import Value, english

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Text:
    """A column of words: `codes` index `levels`; -1 is missing."""

    codes: NDArray[np.int32]
    levels: tuple[str, ...]

    def is_(self, level: str) -> Floats:
        """1 where the value is `level`, 0 where it is another, NaN where it is missing."""
        code = self.levels.index(level) if level in self.levels else -2
        return np.where(self.codes < 0, np.nan, (self.codes == code).astype(float))


Column = Floats | Text


@dataclass(frozen=True)
class Finding:
    """One thing the check of a survey found: its severity (note, warning, error), where, how many rows, what it says.

    `says` is a key of the sentences in `findings/` and `values` what is filled in there: whole numbers are counts,
    fractions are shares.
    """

    severity: str
    check: str
    variable: str
    rows: int
    says: str
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What was found, in English."""
        return english(self.says, self.values)


@dataclass(frozen=True)
class Administrative:
    """What the administration of a programme counts: recipients and LCU paid in `year`, and both by level of variables."""

    recipients: float | None = None
    amount: float | None = None
    year: int | None = None
    source: str = ""
    by: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    paid_by: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Transfer:
    """What people receive of one programme: 1, 0 or NaN a person, and LCU a year on the row of who receives.

    A household's (`unit`) stands on its first row. The amount is NaN where it is not known, 0 for who does not receive. `kind`
    is a word of ASPIRE's classification, `label` its name by language, empty where it has only its code. `administrative` is what
    its administration counts, None where survey.yaml does not say.
    """

    kind: str
    unit: str
    receives: Floats
    amount: Floats
    label: Mapping[str, str] = field(default_factory=dict)
    administrative: Administrative | None = None


@dataclass(frozen=True)
class Replicates:
    """Replicate weights, from which the error of any figure is had by computing it again under each.

    `factors` (units by replicates) multiply the weight, `unit` is each person's row in them. The variance of a figure t is
    scale x sum over replicates of rscales x (t_r - c)², with c the figure itself where `mse`, else the mean of the t_r.
    """

    method: str
    factors: Floats
    unit: Ints
    scale: float
    rscales: Floats
    mse: bool = False

    @property
    def number(self) -> int:
        """How many replicates there are."""
        return int(self.factors.shape[1])


@dataclass(frozen=True)
class Relative:
    """What a line is that is a `share` of the median or mean (`of`) of welfare: of which welfare, by which weights.

    These are those of the survey as it was read, whatever weights it is given later: the line does not move with them.
    """

    share: float
    of: str
    welfare: Floats
    weight: Floats


@dataclass(frozen=True)
class Regressors:
    """What weights were calibrated on, for the errors of figures: the residuals of a regression on it vary, not the figures.

    By unit (household or person): `x` the cells it counts in (a SciPy sparse array by rows), its weight `before` and `after`.
    `unit` is each person's row.
    """

    x: Any
    before: Floats
    after: Floats
    unit: Ints


@dataclass(frozen=True)
class Survey:
    """Persons sorted by household.

    `columns` holds one value a person: numbers and booleans as float (1, 0, NaN missing), words as `Text`.
    `starts` is the row of each household's first person. `weight` is the household's sampling weight repeated on
    each person, so its sum is the population. `welfare` is consumption or income in LCU per person (or adult equivalent) per year,
    NaN where missing, and None when the survey has none. `lines` are in the same unit as `welfare`. `sharing` is among how many
    (adult equivalents, where welfare is per adult equivalent) a household's money is shared, None for its members. `names` is the
    name by language, empty where it has one only. Welfare and lines are in prices of the year `prices` (None: of `year`), each
    column named in `amounts` in prices of the year given there. `line_labels` are the names of lines by language, as far as the
    survey gives any. `transfers` is what people say they receive, by programme, in prices of the year under `amounts`.
    `replicates` are replicate weights, `calibrated` what the weights were calibrated on; None where there is none.
    `extreme` names the line of extreme poverty in international dollars, `dollar` is how many LCU of the prices of welfare one of
    them is and `vintage` the year of its purchasing power; None where the survey does not say. `relative` says what those of
    `lines` are that are a share of the median or mean. `without` are the amounts that its consumption leaves out,
    `schooling` the ages of the levels of school in the country, None where survey.yaml does not say.
    """

    name: str
    country: str
    year: int
    columns: dict[str, Column]
    starts: Ints
    weight: Floats
    welfare: Floats | None = None
    lines: dict[str, float] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    strata: Text | None = None
    psu: Text | None = None
    findings: tuple[Finding, ...] = ()
    synthetic: bool = False
    sharing: Floats | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    prices: int | None = None
    amounts: Mapping[str, int] = field(default_factory=dict)
    line_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    transfers: Mapping[str, Transfer] = field(default_factory=dict)
    replicates: Replicates | None = None
    calibrated: Regressors | None = None
    extreme: str | None = None
    dollar: float | None = None
    relative: Mapping[str, Relative] = field(default_factory=dict)
    schooling: Schooling | None = None
    vintage: int | None = None
    without: tuple[str, ...] = ()

    @property
    def price_year(self) -> int:
        """The year in whose prices welfare and lines stand."""
        return self.year if self.prices is None else self.prices

    @property
    def persons(self) -> int:
        """Number of persons."""
        return len(self.weight)

    @property
    def households(self) -> int:
        """Number of households."""
        return len(self.starts)

    @property
    def sizes(self) -> Ints:
        """Persons in each household."""
        return np.diff(np.append(self.starts, self.persons))

    @property
    def household_of(self) -> Ints:
        """Index of each person's household."""
        return np.repeat(np.arange(self.households), self.sizes)

    def with_weight(self, weight: Floats) -> Survey:
        """The same survey under other weights; those of replicates move in proportion."""
        return replace(self, weight=weight, calibrated=None)
