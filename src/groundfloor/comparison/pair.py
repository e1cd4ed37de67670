"""Two distributions in one sampling design: two samples, two groups of one sample, or the same persons before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from groundfloor.comparison.linear import Linear
from groundfloor.comparison.side import Side
from groundfloor.comparison.stack import stacked
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.measures.design import Partition, everyone, groupings, partitions
from groundfloor.measures.estimate import standard_error
from groundfloor.measures.intervals import degrees, interval, reach
from groundfloor.measures.replicates import Errors, Key
from groundfloor.survey.frame import Floats, Survey, Text
from groundfloor.survey.groups import group_masks

Row = dict[str, Any]
EQUAL_LINES = 1e-9
APART, SAME_PERSONS, ONE_SURVEY, PANEL = "two samples", "same persons", "two groups", "panel"


@dataclass(frozen=True)
class Pair:
    """Two distributions. `kind` is `two samples`, `two groups` (of one survey), `same persons`, or `panel`: samples with some in both.

    `survey` has the persons of both, its weight and design; `parts` are the partitions by everybody and by each grouping
    variable. Amounts of both are in the same prices. `years` lie between both, None where it is not known or none. `errors` are
    those that replicates give, None where they are linearised. Where `values` are kept, the pair stands for a replicate: each
    figure is noted there by what it is of, and has no error.
    """

    kind: str
    survey: Survey
    before: Side
    after: Side
    parts: tuple[Partition, ...]
    names: tuple[str, str] = ("before", "after")
    years: float | None = None
    threshold: float = 0.05
    between: tuple[float, float] | None = None
    shared: dict[str, Any] = field(default_factory=dict)
    errors: Errors | None = None
    values: dict[Key, float] | None = None

    @property
    def same(self) -> bool:
        """Whether both are the same persons."""
        return self.kind == SAME_PERSONS

    @cached_property
    def unchanged(self) -> bool:
        """Whether both are the same persons and nobody's welfare differs."""
        return self.same and bool((self.before.y == self.after.y).all())

    @cached_property
    def lines(self) -> dict[str, tuple[float, float]]:
        """Each line that both have, before and after."""
        return {
            name: (line, self.after.lines[name]) for name, line in self.before.lines.items() if name in self.after.lines
        }

    def once(self, name: str, made: Callable[[], Any]) -> Any:
        """What several tables need, made when the first asks for it."""
        if name not in self.shared:
            self.shared[name] = made()
        return self.shared[name]

    def moved(self, name: str) -> bool:
        """Whether a line, in the same prices, is not the same in both."""
        before, after = self.lines[name]
        return abs(after - before) > EQUAL_LINES * abs(before)

    @cached_property
    def _units(self) -> int:
        """The primary units of the distribution that lies in fewer."""
        return min(int(side.base.units[0]) for side in (self.before, self.after))

    def error(self, figure: Linear, about: Key) -> float:
        """The standard error of the figure that is `about` something; 0 of what is known exactly, NaN where the sample cannot say."""
        if self.values is not None:
            self.values[about] = figure.value
            return np.nan
        if figure.exact or (self.unchanged and figure.value == 0):
            return 0.0 if np.isfinite(figure.value) else np.nan
        if self.errors is not None:
            return self.errors.of.get(about, np.nan)
        if not np.isfinite(figure.value) or np.isnan(figure.influence).any():
            return np.nan
        part = self.before.part
        units, scale = np.array([self._units]), np.array([figure.scale])
        return float(standard_error(part, figure.influence, units, scale)[0])

    @cached_property
    def reach(self) -> float:
        """How many standard errors a 95 % interval reaches to each side."""
        return reach(self.df)

    @property
    def df(self) -> int:
        """Degrees of freedom: primary units less strata, of both; or those of the replicates."""
        return degrees(self.before.part.design) if self.errors is None else self.errors.degrees

    def figures(self, figure: Linear, about: Key, *, proportion: bool = False) -> Row:
        """A figure's cells: value, se, ci_low, ci_high; the interval of a `proportion` stays between 0 and 1."""
        se = self.error(figure, about)
        low = high = np.array([figure.value])
        if se != 0:
            low, high = interval(low, np.array([se]), self.df, proportion=proportion)
        return {"value": figure.value, "se": se, "ci_low": float(low[0]), "ci_high": float(high[0])}

    def under(
        self, weight: Floats, lines: Mapping[str, float] | None, *, before: bool = True, after: bool = True
    ) -> Pair:
        """This pair under the weights of a replicate, for both or one of the sides, whose values it is there to note."""
        sides = [
            replace(
                side, weight=np.where(np.isnan(side.welfare), 0.0, weight), lines=side.lines if lines is None else lines
            )
            if moved
            else side
            for side, moved in ((self.before, before), (self.after, after))
        ]
        return replace(self, before=sides[0], after=sides[1], shared={}, values={})

    def masks(self, part: Partition) -> Iterator[tuple[str, Any, Any]]:
        """Each group's name and who of each distribution belongs to it."""
        for code, name in enumerate(part.names):
            yield name, part.code[self.before.of] == code, part.code[self.after.of] == code


def of_two_samples(
    before: Survey, after: Survey, *, by: Sequence[str] | None = None, linked: bool = False, **more: Any
) -> Pair:
    """Two surveys as one pair; `before` in prices of `after` already, `by` the grouping variables, those both have if None.

    Where they are `linked`, their strata and primary units are those of one design.
    """
    both = stacked(before, after, _common(before, after, by), linked=linked)
    left, right = before.persons, after.persons
    sides = [
        (np.concatenate((_welfare(before), np.full(right, np.nan))), before),
        (np.concatenate((np.full(left, np.nan), _welfare(after))), after),
    ]
    years = after.year - before.year
    return _pair(PANEL if linked else APART, both, *sides, years=float(years) if years > 0 else None, **more)


def of_those_in_both(
    before: Survey, after: Survey, welfare: Floats, *, by: Sequence[str] | None = None, **more: Any
) -> Pair:
    """The persons of `after` with their `welfare` before (NaN for who was not there) and the lines of each survey."""
    assert after.welfare is not None  # noqa: S101 (a pair of both surveys has been made)
    known = ~np.isnan(welfare) & ~np.isnan(after.welfare)
    both = replace(after, groups=_known(after, by))
    sides = [
        (np.where(known, values, np.nan), survey) for values, survey in ((welfare, before), (after.welfare, after))
    ]
    return _pair(SAME_PERSONS, both, *sides, **more)


def of_same_persons(
    survey: Survey, before: Floats, after: Floats, *, by: Sequence[str] | None = None, **more: Any
) -> Pair:
    """The persons of one survey with two values each; who lacks one is of neither."""
    for values in (before, after):
        if np.shape(values) != (survey.persons,):
            raise GroundfloorError(
                f"There are {np.size(values):,} values of welfare and {survey.persons:,} persons",
                expected="one value a person, in the order of the survey",
            )
    known = ~np.isnan(before) & ~np.isnan(after)
    both = replace(survey, groups=_known(survey, by))
    sides = [(np.where(known, values, np.nan), survey) for values in (before, after)]
    return _pair(SAME_PERSONS, both, *sides, **more)


def of_two_groups(survey: Survey, groups: tuple[str, str], *, by: Sequence[str] | None = None, **more: Any) -> Pair:
    """Two groups of one survey, such as region=North and region=South."""
    variables = tuple(group.partition("=")[0] for group in groups)
    known = dict(group_masks(survey, variables))
    for group in groups:
        if group not in known:
            raise GroundfloorError(
                f"The survey has no group {group!r}",
                expected=f"one of {', '.join(name for name in known if name != 'all') or 'a variable of the survey, such as sex=female'}",
                hint=nearest(group, known),
            )
    if (known[groups[0]] & known[groups[1]]).any():
        raise GroundfloorError(
            f"Some persons are of both {groups[0]!r} and {groups[1]!r}", expected="groups that exclude each other"
        )
    sides = [(np.where(known[group], _welfare(survey), np.nan), survey) for group in groups]
    both = replace(survey, groups=tuple(name for name in _known(survey, by) if name not in variables))
    return _pair(ONE_SURVEY, both, *sides, **more)


def _pair(kind: str, both: Survey, before: tuple[Floats, Survey], after: tuple[Floats, Survey], **more: Any) -> Pair:
    parts = partitions(both, groupings(both, None))
    lines = more.pop("lines", None)
    left, right = (
        Side(
            welfare,
            np.where(np.isnan(welfare), 0.0, both.weight),
            everyone(both),
            survey.lines if lines is None else lines,
        )
        for welfare, survey in (before, after)
    )
    pair = Pair(kind, survey=both, before=left, after=right, parts=parts, **more)
    for name, side in zip(pair.names, (left, right), strict=True):
        if not side.n:
            raise GroundfloorError(
                f"Nobody of {name!r} has a known welfare and a weight",
                hint="Both distributions need persons: see `groundfloor survey` on what is missing.",
            )
    if left.lines and right.lines and not pair.lines:
        raise GroundfloorError(
            f"No poverty line has the same name in both: {', '.join(left.lines)} before, {', '.join(right.lines)} after",
            expected="a line of one name in both",
            hint="Name the lines alike in both files, or give the line to compare at with lines= (--line NAME=VALUE).",
        )
    return pair


def _welfare(survey: Survey) -> Floats:
    if survey.welfare is None:
        raise GroundfloorError(
            f"The survey {survey.name!r} has no welfare, so that there is no distribution to compare",
            hint="Add welfare: {from: consumption, per: capita} to its survey.yaml (docs/survey.md).",
        )
    return survey.welfare


def _known(survey: Survey, by: Sequence[str] | None) -> tuple[str, ...]:
    for name in by or ():
        if name not in survey.columns:
            raise GroundfloorError(
                f"The survey {survey.name!r} has no variable {name!r}",
                expected=f"one of {', '.join(survey.columns)}" if survey.columns else None,
                hint=nearest(name, survey.columns),
            )
    return survey.groups if by is None else tuple(dict.fromkeys(by))


def _common(before: Survey, after: Survey, by: Sequence[str] | None) -> tuple[str, ...]:
    """The grouping variables of both; one asked for that is words here and numbers there is refused, else passed over."""
    left, right = _known(before, by), _known(after, by)
    common = []
    for name in left:
        if name not in right:
            continue
        if isinstance(before.columns[name], Text) == isinstance(after.columns[name], Text):
            common.append(name)
        elif by is not None:
            raise GroundfloorError(
                f"{name} is words in one survey and numbers in the other",
                hint="Give it the same codes in both files.",
            )
    return tuple(common)
