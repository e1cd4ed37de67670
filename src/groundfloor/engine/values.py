"""What the operators and functions of the rule language mean on whole columns, missing values included."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from groundfloor.survey.frame import Floats, Ints, Text

Value = Floats | Text


def word(value: str) -> Text:
    """A text literal, which broadcasts over any column."""
    return Text(np.asarray(0, dtype=np.int32), (value,))


def aligned(texts: Sequence[Text]) -> list[Text]:
    """The same columns over one sorted list of levels, so that their codes compare as the words do."""
    levels = tuple(sorted({level for text in texts for level in text.levels}))
    place = {level: code for code, level in enumerate(levels)}
    out = []
    for text in texts:
        # the last entry serves code -1: missing stays missing
        codes = np.asarray([*(place[level] for level in text.levels), -1], dtype=np.int32)
        out.append(Text(np.asarray(codes[text.codes]), levels))
    return out


def numbers(values: Sequence[Value]) -> list[Floats]:
    """The values as numbers; words become codes over common levels, NaN when missing."""
    texts = [value for value in values if isinstance(value, Text)]
    if not texts:
        return [value for value in values if not isinstance(value, Text)]
    return [np.where(text.codes < 0, np.nan, text.codes) for text in aligned(texts)]


def finite(x: Floats) -> Floats:
    """`x`, missing where it is no finite number."""
    return np.where(np.isfinite(x), x, np.nan)


def arithmetic(op: str, a: Floats, b: Floats) -> Floats:
    """`a op b`; division by zero and results that are no finite real number are missing."""
    match op:
        case "+":
            return finite(a + b)
        case "-":
            return finite(a - b)
        case "*":
            return finite(a * b)
        case "**":
            return finite(np.power(a, b))
    guarded = np.where(b == 0, np.nan, b)
    match op:
        case "/":
            return finite(a / guarded)
        case "//":
            return finite(np.floor_divide(a, guarded))
        case "%":
            return finite(np.mod(a, guarded))
    raise ValueError(f"unknown operator {op}")


_COMPARE: dict[str, Callable[[Floats, Floats], Floats]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


def compare(op: str, a: Value, b: Value) -> Floats:
    """`a op b`, missing when either side is."""
    x, y = numbers([a, b])
    return np.where(np.isnan(x) | np.isnan(y), np.nan, _COMPARE[op](x, y))


def logic(op: str, terms: Sequence[Floats]) -> Floats:
    """Three-valued `and` / `or`."""
    deciding = 0.0 if op == "and" else 1.0
    decided: Any = np.bool_(False)
    unknown: Any = np.bool_(False)
    for term in terms:
        decided = decided | (term == deciding)
        unknown = unknown | np.isnan(term)
    return np.where(decided, deciding, np.where(unknown, np.nan, 1.0 - deciding))


def member(item: Value, options: Sequence[Value]) -> Floats:
    """Whether `item` is one of `options`, missing when `item` is."""
    return logic("or", [compare("==", item, option) for option in options])


def choose(test: Floats, then: Value, other: Value) -> Value:
    """`then if test else other`, missing when `test` is."""
    unknown = np.isnan(test)
    if isinstance(then, Text) and isinstance(other, Text):
        then, other = aligned([then, other])
        codes = np.where(unknown, -1, np.where(test == 1, then.codes, other.codes))
        return Text(codes.astype(np.int32), then.levels)
    yes, no = numbers([then, other])
    return np.where(unknown, np.nan, np.where(test == 1, yes, no))


def _rounded(x: Floats, digits: Floats | None = None) -> Floats:
    if digits is None:
        return np.rint(x)
    scale = np.power(10.0, digits)
    return finite(np.rint(x * scale) / scale)


def _folded(fold: Callable[[Floats, Floats], Floats], values: Sequence[Floats]) -> Floats:
    result = values[0]
    for value in values[1:]:
        result = fold(result, value)
    return result


def call(name: str, arguments: Sequence[Value]) -> Value:
    """A function of the language over columns."""
    if name == "coalesce" and isinstance(arguments[0], Text):
        texts = aligned([argument for argument in arguments if isinstance(argument, Text)])
        codes = texts[0].codes
        for text in texts[1:]:
            codes = np.where(codes < 0, text.codes, codes)
        return Text(codes, texts[0].levels)
    x = numbers(arguments)
    match name:
        case "min":
            return _folded(np.minimum, x)
        case "max":
            return _folded(np.maximum, x)
        case "abs":
            return np.abs(x[0])
        case "round":
            return _rounded(*x)
        case "floor":
            return np.floor(x[0])
        case "ceil":
            return np.ceil(x[0])
        case "clip":
            return np.minimum(np.maximum(x[0], x[1]), x[2])
        case "coalesce":
            return _folded(lambda a, b: np.where(np.isnan(a), b, a), x)
    raise ValueError(f"unknown function {name}")


def household(name: str, values: Value | None, starts: Ints, sizes: Ints, heads: Ints) -> Value:
    """An aggregate repeated on each member; `heads` is the row of each household's head, -1 when it has none."""
    if values is None:
        return np.repeat(sizes.astype(float), sizes)
    if name == "head":
        at = np.repeat(heads, sizes)
        if isinstance(values, Text):
            return Text(np.where(at < 0, np.int32(-1), values.codes[at]), values.levels)
        return np.where(at < 0, np.nan, values[at])
    if isinstance(values, Text):
        raise ValueError(f"{name} of words")
    return np.repeat(_aggregate(name, values, starts), sizes)


def _aggregate(name: str, x: Floats, starts: Ints) -> Floats:
    """One value a household."""
    if name == "count":
        return np.add.reduceat((x == 1).astype(float), starts)
    known = np.add.reduceat((~np.isnan(x)).astype(float), starts)
    match name:
        case "any" | "all":
            deciding = 1.0 if name == "any" else 0.0
            unknown = np.add.reduceat(np.isnan(x).astype(float), starts) > 0
            decided = np.logical_or.reduceat(x == deciding, starts)
            return np.where(decided, deciding, np.where(unknown, np.nan, 1.0 - deciding))
        case "min":
            return np.fmin.reduceat(x, starts)
        case "max":
            return np.fmax.reduceat(x, starts)
        case "sum" | "mean":
            total = np.add.reduceat(np.nan_to_num(x), starts)
            total = finite(np.where(known > 0, total, np.nan))
            return total if name == "sum" else total / np.where(known > 0, known, np.nan)
    raise ValueError(f"unknown aggregate {name}")
