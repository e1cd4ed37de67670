"""What the operators and functions of the rule language mean on whole columns, missing values included.

A condition without missing values is a column of truth values, with them one of 1, 0 and NaN; numbers are floats, NaN missing. Knowing
that nothing is missing spares most of the work.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from groundfloor.survey.frame import Floats, Ints, Text

if TYPE_CHECKING:
    from groundfloor.engine.block import Block

ONE, HOME, PERSON = 0, 1, 2
Array = NDArray[Any]


@dataclass(frozen=True)
class Value:
    """A column on a level: one for all, one a household or one a person; `missing` says that it may have missing values."""

    data: Array | Text
    level: int
    missing: bool

    def floats(self) -> Floats:
        """The column as floats; words as their codes, NaN where missing."""
        if isinstance(self.data, Text):
            return np.where(self.data.codes < 0, np.nan, self.data.codes)
        return self.data if self.data.dtype == np.float64 else self.data.astype(np.float64)

    def at(self, rows: Ints, level: int) -> Value:
        """The values at `rows`."""
        if isinstance(self.data, Text):
            return Value(Text(self.data.codes[rows], self.data.levels), level, self.missing)
        return Value(self.data[rows], level, self.missing)

    @property
    def truths(self) -> bool:
        """Whether this is a column of truth values without missing ones."""
        return not isinstance(self.data, Text) and self.data.dtype == np.bool_


def written(value: float | str | bool) -> Value:
    """A literal."""
    if isinstance(value, str):
        return Value(Text(np.asarray(0, dtype=np.int32), (value,)), ONE, False)
    return Value(np.asarray(value, dtype=np.bool_ if isinstance(value, bool) else np.float64), ONE, False)


def _level(values: Sequence[Value]) -> int:
    return max(value.level for value in values)


def aligned(values: Sequence[Value]) -> list[Value]:
    """Words over one list of levels, so that their codes compare as the words do; anything else as it is."""
    texts = [value.data for value in values if isinstance(value.data, Text)]
    if not texts or all(text.levels == texts[0].levels for text in texts):
        return list(values)
    levels = tuple(sorted({level for text in texts for level in text.levels}))
    place = {level: code for code, level in enumerate(levels)}
    out = []
    for value in values:
        if isinstance(value.data, Text):
            # the last entry serves code -1: missing stays missing
            codes = np.asarray([*(place[level] for level in value.data.levels), -1], dtype=np.int32)
            value = Value(Text(np.asarray(codes[value.data.codes]), levels), value.level, value.missing)
        out.append(value)
    return out


def _finite(data: Array, level: int) -> Value:
    """A number, missing where it is not finite; one scan tells whether any is."""
    ok = np.isfinite(data)
    if ok.all():
        return Value(data, level, False)
    return Value(np.where(ok, data, np.nan), level, True)


def arithmetic(op: str, a: Value, b: Value) -> Value:
    """`a op b`; division by zero and results that are no finite real number are missing."""
    x, y, level = a.floats(), b.floats(), _level([a, b])
    match op:
        case "+":
            return _finite(x + y, level)
        case "-":
            return _finite(x - y, level)
        case "*":
            return _finite(x * y, level)
        case "**":
            # C says that NaN ** 0 and 1 ** NaN are 1
            return _finite(np.where(np.isnan(x) | np.isnan(y), np.nan, np.power(x, y)), level)
    y = np.where(y == 0, np.nan, y)
    operation = {"/": np.divide, "//": np.floor_divide, "%": np.mod}[op]
    return _finite(operation(x, y), level)


_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


def compare(op: str, a: Value, b: Value) -> Value:
    """`a op b`, missing when either side is."""
    a, b = aligned([a, b])
    level = _level([a, b])
    x, y = (value.data.codes if isinstance(value.data, Text) else value.data for value in (a, b))
    answer = np.asarray(_COMPARE[op](x, y))
    if not (a.missing or b.missing):
        return Value(answer, level, False)
    unknown = _unknown(a) | _unknown(b)
    if not unknown.any():
        return Value(answer, level, False)
    return Value(np.where(unknown, np.nan, answer), level, True)


def _unknown(value: Value) -> Array:
    if isinstance(value.data, Text):
        return np.asarray(value.data.codes < 0)
    return np.asarray(np.isnan(value.data)) if value.data.dtype == np.float64 else np.asarray(False)


def logic(op: str, terms: Sequence[Value]) -> Value:
    """Three-valued `and` / `or`."""
    level = _level(terms)
    simple: list[Any] = [term.data for term in terms if term.truths]
    join = np.logical_and if op == "and" else np.logical_or
    if len(simple) == len(terms):
        answer: Any = simple[0]
        for term in simple[1:]:
            answer = join(answer, term)
        return Value(np.asarray(answer), level, False)
    deciding = 0.0 if op == "and" else 1.0
    decided: Any = np.False_
    unknown: Any = np.False_
    for one in terms:
        values = one.floats()
        decided = decided | (values == deciding)
        unknown = unknown | np.isnan(values)
    return Value(np.where(decided, deciding, np.where(unknown, np.nan, 1.0 - deciding)), level, True)


def negate(op: str, value: Value) -> Value:
    """`not`, minus and plus."""
    if op == "not":
        return Value(~value.data if value.truths else 1.0 - value.floats(), value.level, value.missing)  # type: ignore[operator] # truths are no Text
    return value if op == "+" else Value(-value.floats(), value.level, value.missing)


def member(item: Value, *options: Value) -> Value:
    """Whether `item` is one of `options`, missing when `item` is."""
    return logic("or", [compare("==", item, option) for option in options])


def choose(test: Value, then: Value, other: Value) -> Value:
    """`then if test else other`, missing when `test` is."""
    level = _level([test, then, other])
    then, other = aligned([then, other])
    if test.truths and not isinstance(then.data, Text):
        both = then.truths and other.truths
        left, right = (then.data, other.data) if both else (then.floats(), other.floats())
        return Value(np.where(test.data, left, right), level, then.missing or other.missing)  # type: ignore[arg-type] # truths are no Text
    asked = test.floats()
    yes, unknown = asked == 1.0, np.isnan(asked)
    if isinstance(then.data, Text) and isinstance(other.data, Text):
        codes = np.where(unknown, -1, np.where(yes, then.data.codes, other.data.codes))
        return Value(Text(codes.astype(np.int32), then.data.levels), level, True)
    return Value(np.where(unknown, np.nan, np.where(yes, then.floats(), other.floats())), level, True)


def _rounded(x: Floats, digits: Floats | None = None) -> Floats:
    if digits is None:
        return np.rint(x)
    # the nearest double to the power of ten: C's own pow is one off at 10**-5 on some machines
    scale = float(f"1e{int(digits)}")
    return np.rint(x * scale) / scale


def call(name: str, arguments: Sequence[Value]) -> Value:
    """A function of the language over columns."""
    level = _level(arguments)
    if name == "coalesce":
        return _coalesce(arguments, level)
    missing = any(argument.missing for argument in arguments)
    x = [argument.floats() for argument in arguments]
    match name:
        case "min":
            return Value(_folded(np.minimum, x), level, missing)
        case "max":
            return Value(_folded(np.maximum, x), level, missing)
        case "abs":
            return Value(np.abs(x[0]), level, missing)
        case "round":
            return _finite(_rounded(*x), level)
        case "floor":
            return Value(np.floor(x[0]), level, missing)
        case "ceil":
            return Value(np.ceil(x[0]), level, missing)
        case "clip":
            return Value(np.minimum(np.maximum(x[0], x[1]), x[2]), level, missing)
    raise ValueError(f"unknown function {name}")


def _folded(fold: Callable[[Any, Any], Any], values: Sequence[Floats]) -> Floats:
    result: Floats = values[0]
    for value in values[1:]:
        result = fold(result, value)
    return result


def _coalesce(arguments: Sequence[Value], level: int) -> Value:
    arguments = aligned(arguments)
    missing = all(argument.missing for argument in arguments)
    first = arguments[0].data
    if isinstance(first, Text):
        codes = first.codes
        for argument in arguments[1:]:
            if isinstance(argument.data, Text):
                codes = np.where(codes < 0, argument.data.codes, codes)
        return Value(Text(codes, first.levels), level, missing)
    return Value(_folded(lambda a, b: np.where(np.isnan(a), b, a), [one.floats() for one in arguments]), level, missing)


def aggregate(name: str, value: Value | None, block: Block) -> Value:
    """A household's aggregate, one value a household."""
    if value is None:
        return Value(block.sizes.astype(float), HOME, False)
    if name == "head":
        return _of_head(value, block)
    if value.level != PERSON:
        value = Value(value.data, ONE, value.missing) if value.level == ONE else value
        value = _spread(value, block)
    if value.truths:
        return _counted(name, value, block)
    x, starts = value.floats(), block.starts
    if name == "count":
        return Value(_sums(x == 1.0, block), HOME, False)
    if name in ("any", "all"):
        deciding = 1.0 if name == "any" else 0.0
        decided, unknown = _sums(x == deciding, block) > 0, _sums(np.isnan(x), block) > 0
        return Value(np.where(decided, deciding, np.where(unknown, np.nan, 1.0 - deciding)), HOME, True)
    if name in ("min", "max"):
        fold = np.fmin if name == "min" else np.fmax
        return Value(fold.reduceat(x, starts), HOME, value.missing)
    known = _sums(~np.isnan(x), block) if value.missing else block.sizes
    # unlike add.reduceat, bincount adds one by one in the order of the rows, whatever the size of the household
    total = np.bincount(block.home, weights=np.nan_to_num(x) if value.missing else x, minlength=len(starts))
    total = np.where(known > 0, total, np.nan)
    return _finite(total if name == "sum" else total / np.where(known > 0, known, np.nan), HOME)


def _spread(value: Value, block: Block) -> Value:
    """A value of the household, or of all, for each person."""
    if value.level == HOME:
        return value.at(block.home, PERSON)
    if isinstance(value.data, Text):
        return Value(Text(np.broadcast_to(value.data.codes, block.persons), value.data.levels), PERSON, value.missing)
    return Value(np.broadcast_to(value.data, block.persons), PERSON, value.missing)


def _counted(name: str, value: Value, block: Block) -> Value:
    """Aggregates of a condition that is known for everybody."""
    true = _sums(value.data, block)  # type: ignore[arg-type] # truths are no Text
    if name == "any":
        return Value(true > 0, HOME, False)
    return Value(true == block.sizes if name == "all" else true, HOME, False)


def _sums(truths: Array, block: Block) -> Floats:
    """How many members each household has for whom a condition is true."""
    running = np.zeros(len(truths) + 1, dtype=np.int32)
    np.cumsum(truths, out=running[1:])
    counted: Floats = np.diff(running[np.append(block.starts, len(truths))]).astype(float)
    return counted


def _of_head(value: Value, block: Block) -> Value:
    """A value already taken at those asked for the households; missing where there is no head."""
    missing = value.missing or bool((block.heads < 0).any())
    if value.level == ONE:
        value = (
            Value(np.broadcast_to(value.data, len(block.starts)), HOME, value.missing)
            if not isinstance(value.data, Text)
            else Value(
                Text(np.broadcast_to(value.data.codes, len(block.starts)), value.data.levels), HOME, value.missing
            )
        )
    if isinstance(value.data, Text):
        return Value(Text(np.where(block.heads < 0, np.int32(-1), value.data.codes), value.data.levels), HOME, missing)
    if not missing:
        return value
    return Value(np.where(block.heads < 0, np.nan, value.floats()), HOME, True)
