"""Predictors of a proxy means test: expressions of the rule language, and the columns they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from groundfloor.errors import GroundfloorError, Place
from groundfloor.rules import units
from groundfloor.rules.expression import expression
from groundfloor.rules.scope import Scope
from groundfloor.rules.tree import Household, Kind, Node, Variable
from groundfloor.rules.walk import walk
from groundfloor.survey.frame import Column, Survey, Text
from groundfloor.survey.variables import VARIABLES, Harmonised

# what a household can be asked at its door, and is hard to hide; each is used where the survey has it
DEFAULTS = (
    "household.size",
    "household.count(age < 6)",
    "household.count(6 <= age < 18)",
    "household.count(age >= 65)",
    "household.head.age",
    "household.head.sex == 'female'",
    "household.head.marital_status",
    "household.head.employed",
    "household.any(disability)",
    "urban",
    "region",
    "water",
    "sanitation",
    "electricity",
)
MISSING = ("indicator", "refuse")


@dataclass(frozen=True)
class Term:
    """One column of a model: a number, or a condition that counts 1 where it holds and 0 where it does not.

    `label` names it in tables, `predictor` is the expression it came from, `text` what stands in the rule and `unit` that of a
    number.
    """

    label: str
    predictor: str
    text: str
    condition: bool
    unit: str = "1"

    def worth(self, parameter: str) -> str:
        """The rule's text for this column times a parameter."""
        return f"({parameter} if {self.text} else 0)" if self.condition else f"{parameter} * ({self.text})"

    @property
    def number(self) -> str:
        """The column itself as a number of the rule language."""
        return f"(1 if {self.text} else 0)" if self.condition else self.text

    @property
    def per_unit(self) -> str:
        """The unit of a parameter that makes a pure number of the column."""
        return units.times("1", self.unit, -1)


def variables_of(survey: Survey) -> dict[str, Harmonised]:
    """The harmonised variables and the survey's own, whose kind is that of their values (0 and 1 only: a condition)."""
    own = {
        name: Harmonised(_kind(column), name)
        for name, column in survey.columns.items()
        if name not in VARIABLES and not name.startswith("_")
    }
    return {**VARIABLES, **own}


def _kind(column: Column) -> Kind:
    if isinstance(column, Text):
        return "text"
    return "boolean" if np.isin(column[~np.isnan(column)], (0.0, 1.0)).all() else "number"


def parsed(text: str, survey: Survey, what: str) -> Node:
    """The checked tree of an expression over the variables that a survey has; `what` says in a mistake whose it is.

    >>> survey = Survey("s", "X", 2020, {"age": np.array([3.0])}, np.array([0]), np.ones(1))
    >>> parsed("household.count(age < 6)", survey, "predictor").type.kind
    'number'
    >>> parsed("urban", survey, "predictor")
    Traceback (most recent call last):
    groundfloor.errors.GroundfloorError: predictor 'urban': The survey has no variable 'urban'. Expected one of age.
    """
    place = Place(f"{what} {text!r}")
    node = expression(text, Scope(variables=variables_of(survey)), place)
    for name in named(node):
        if name not in survey.columns:
            known = [one for one in survey.columns if not one.startswith("_")]
            raise GroundfloorError(
                f"The survey has no variable {name!r}", place, expected=f"one of {', '.join(known) or 'none'}"
            )
    if any(isinstance(one, Household) for one in walk(node)) and "relationship" not in survey.columns:
        _refuse_heads(node, place)
    return node


def _refuse_heads(node: Node, place: Place) -> None:
    if any(isinstance(one, Household) and one.name == "head" for one in walk(node)):
        raise GroundfloorError(
            "The survey does not say who is the head of a household", place, hint="Add relationship to its variables."
        )


def named(node: Node) -> list[str]:
    """The survey variables that an expression names, in order."""
    return list(dict.fromkeys(one.name for one in walk(node) if isinstance(one, Variable)))


def defaults(survey: Survey) -> list[str]:
    """The usual predictors that this survey can answer."""
    found = []
    for text in DEFAULTS:
        names = named(expression(text, Scope()))
        headed = "household.head" not in text or "relationship" in survey.columns
        if headed and all(_answered(survey, name) for name in names):
            found.append(text)
    for yes, ladder in (("basic_water", "water"), ("basic_sanitation", "sanitation")):
        if ladder not in found and _answered(survey, yes):
            found.append(yes)
    return found


def _answered(survey: Survey, name: str) -> bool:
    column = survey.columns.get(name)
    if column is None:
        return False
    return bool((column.codes >= 0).any() if isinstance(column, Text) else (~np.isnan(column)).any())


def terms_of(predictors: Sequence[str], survey: Survey) -> list[Term]:
    """The columns of the predictors; a text is one condition for each of its words but the commonest among persons.

    A predictor given twice is one. Raises GroundfloorError for an expression that is wrong and for a text that is more than a
    variable or one of the head.

    >>> survey = Survey("s", "X", 2020, {"region": Text(np.array([0, 1, 1]), ("North", "South"))}, np.arange(3), np.ones(3))
    >>> [term.label for term in terms_of(["region", "household.size"], survey)]
    ["region == 'North'", 'household.size']
    """
    found: dict[str, Term] = {}
    for text in dict.fromkeys(one.strip() for one in predictors):
        node = parsed(text, survey, "predictor")
        if node.type.kind == "text":
            found |= {term.label: term for term in _levels(text, node, survey)}
        else:
            found[text] = Term(text, text, text, node.type.kind == "boolean", node.type.unit or "1")
    return list(found.values())


def _levels(text: str, node: Node, survey: Survey) -> Iterator[Term]:
    inner = node.argument if isinstance(node, Household) and node.name == "head" else node
    column = survey.columns.get(inner.name) if isinstance(inner, Variable) else None
    if not isinstance(column, Text):
        raise GroundfloorError(
            "A predictor of words is a variable, or one of the head",
            Place(f"predictor {text!r}"),
            expected="such as region, or household.head.marital_status",
            hint="Or write a condition: region == 'North'.",
        )
    count = np.bincount(column.codes[column.codes >= 0], minlength=len(column.levels))
    common = int(np.argmax(count))
    for code, level in enumerate(column.levels):
        if count[code] and code != common:
            condition = f"{text} == {quoted(level)}"
            yield Term(condition, text, condition, True)


def quoted(word: str) -> str:
    """A word as the rule language writes it."""
    if "\\" in word or "\n" in word or ("'" in word and '"' in word):
        raise GroundfloorError(f"The word {word!r} cannot be written in a rule", hint="Recode it in survey.yaml.")
    return f'"{word}"' if "'" in word else f"'{word}'"


def with_missing(terms: Iterable[Term], unknown: Mapping[str, int]) -> list[Term]:
    """The columns where those of predictors in `unknown` count as 0 when missing, each with a column that says so.

    >>> [term.text for term in with_missing([Term("urban", "urban", "urban", True)], {"urban": 3})]
    ['coalesce(urban, False)', 'not coalesce((urban) or not (urban), False)']
    """
    out: list[Term] = []
    flagged: set[str] = set()
    for term in terms:
        if term.predictor not in unknown:
            out.append(term)
            continue
        known = f"coalesce({term.text}, {'False' if term.condition else '0'})"
        out.append(Term(term.label, term.predictor, known, term.condition, term.unit))
        if term.predictor not in flagged:
            flagged.add(term.predictor)
            either = f"({term.text}) or not ({term.text})" if term.condition else f"({term.text}) == ({term.text})"
            said, flag = f"{term.predictor} unknown", f"not coalesce({either}, False)"
            out.append(Term(said, term.predictor, flag, True))
    return out
