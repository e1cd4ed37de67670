"""What may be chosen about a proxy means test."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.proxy import methods
from groundfloor.proxy.predictors import MISSING
from groundfloor.survey.frame import Survey

METHODS = tuple(sorted(found.name for found in pkgutil.iter_modules(methods.__path__)))
PENALTIES = ("min", "1se")
WEIGHTS = ("persons", "households")
SELECT = ("quota", "line")
POOREST = "poorest"
MOST_FOLDS = 50


@dataclass(frozen=True)
class Target:
    """Who is meant: the `share` of persons with the least welfare, or those below the poverty line named `line`."""

    share: float | None = None
    line: str | None = None


def target_of(text: str, survey: Survey) -> Target:
    """A target as it is written: poorest=0.2, or the name of a line of the survey.

    >>> survey = Survey("s", "X", 2020, {}, [], [], lines={"national": 365.0})
    >>> target_of("poorest=0.2", survey), target_of("national", survey)
    (Target(share=0.2, line=None), Target(share=None, line='national'))
    """
    name, given, value = text.partition("=")
    if given and name.strip() == POOREST:
        return Target(share=share_of(value, "The target"))
    if text in survey.lines:
        return Target(line=text)
    raise GroundfloorError(
        f"There is no target {text!r}",
        expected="poorest=0.2" + "".join(f" or {line}" for line in survey.lines),
        hint=nearest(text, [POOREST, *survey.lines]),
    )


def share_of(value: float | str, what: str) -> float:
    """A share above 0 and below 1.

    >>> share_of("0.2", "The quota")
    0.2
    """
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0 < share < 1:
        raise GroundfloorError(f"{what} is {value}", expected="a share of persons above 0 and below 1, such as 0.2")
    return share


def one_of(value: str, known: Iterable[str], what: str) -> str:
    """`value`, which must be among those known."""
    known = tuple(known)
    if value not in known:
        raise GroundfloorError(
            f"{what} is {value!r}", expected=f"one of {', '.join(known)}", hint=nearest(value, known)
        )
    return value


@dataclass(frozen=True)
class Settings:
    """How a test is fitted and whom it selects.

    `method` is a file of `methods`; `quantile` and `mix` are of quantile regression and of the elastic net; `weights` says whether a
    household counts as its members or as one. `area` is a variable with a model for each of its values. `missing` says what is done
    with a predictor some households have no answer to. `lowest` is the least welfare under the logarithm (LCU a year): what is lower
    counts as it; without it households with none are left out of the fit. `points` is how many make one unit of log welfare,
    coefficients being whole numbers of them; without it they are kept as fitted. `quota` is the share of persons selected, that of
    the target when not given; `select` line selects who is predicted below the target's line instead.
    """

    method: str = "ols"
    quantile: float | None = None
    mix: float = 0.5
    penalty: str = "min"
    weights: str = "persons"
    area: str | None = None
    missing: str = "indicator"
    lowest: float | None = None
    points: float | None = None
    quota: float | None = None
    select: str = "quota"
    folds: int = 10
    seed: int = 0

    def __post_init__(self) -> None:
        one_of(self.method, METHODS, "The method")
        one_of(self.penalty, PENALTIES, "The choice of the penalty")
        one_of(self.weights, WEIGHTS, "The weight of a household")
        one_of(self.missing, MISSING, "What is done with a missing predictor")
        one_of(self.select, SELECT, "The selection")
        for value, what in ((self.quantile, "The quantile"), (self.quota, "The quota")):
            if value is not None:
                share_of(value, what)
        if self.quota is not None and self.select == "line":
            raise GroundfloorError(
                "Who is predicted below the line is selected, so there is no quota", hint="Leave out one."
            )
        if not 2 <= self.folds <= MOST_FOLDS:
            raise GroundfloorError(f"Cross-validation has {self.folds} folds", expected=f"from 2 to {MOST_FOLDS}")
        if not 0 <= self.mix <= 1:
            raise GroundfloorError(f"The mix of the elastic net is {self.mix}", expected="a number from 0 to 1")
        for value, what in ((self.lowest, "The lowest welfare"), (self.points, "The number of points")):
            if value is not None and not 0 < value < float("inf"):
                raise GroundfloorError(f"{what} is {value:g}", expected="a positive number")
