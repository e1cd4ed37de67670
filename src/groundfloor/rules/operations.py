"""What the operators and functions of the rule language mean for single values; None is missing."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

Value = float | str | bool | None


def total(values: Sequence[float]) -> float:
    """The sum, added from the left: the built-in one compensates rounding in later versions of Python."""
    result = 0.0
    for value in values:
        result += value
    return result


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean."""
    return total(values) / len(values)


AGGREGATES: dict[str, Callable[[Sequence[float]], float]] = {"sum": total, "min": min, "max": max, "mean": mean}


def real(value: float) -> float | None:
    """A finite number, otherwise missing."""
    return value if math.isfinite(value) else None


def unary(op: str, value: Value) -> Value:
    """`not`, minus and plus."""
    if value is None or op == "+":
        return value
    return not value if op == "not" else -float(value)


def arithmetic(op: str, left: Value, right: Value) -> float | None:
    """Two numbers."""
    if left is None or right is None:
        return None
    try:
        found = OPERATORS[op](float(left), float(right))
    except (ZeroDivisionError, OverflowError):
        return None
    # a negative number to a broken power is complex
    return real(found) if isinstance(found, float) else None


OPERATORS: dict[str, Callable[[float, float], complex]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "//": lambda a, b: a // b,
    "%": lambda a, b: a % b,
    "**": lambda a, b: a**b,
}


def compare(op: str, left: Value, right: Value) -> bool | None:
    """Two values of one kind."""
    if left is None or right is None:
        return None
    if op in ("==", "!="):
        return (left == right) is (op == "==")
    a, b = float(left), float(right)
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]


def logic(op: str, values: Sequence[Value]) -> bool | None:
    """Three-valued `and` and `or`."""
    deciding = op == "or"
    if any(value is deciding for value in values):
        return deciding
    return None if any(value is None for value in values) else not deciding


def call(name: str, arguments: Sequence[Value]) -> Value:
    """A function."""
    if name == "coalesce":
        return next((value for value in arguments if value is not None), None)
    if any(value is None for value in arguments):
        return None
    return FUNCTIONS[name](*(float(value) for value in arguments if value is not None))


def rounded(x: float, digits: float = 0.0) -> float | None:
    """`x` to so many decimals, ties to the even neighbour; a negative number of decimals rounds to tens, hundreds."""
    # the nearest double to the power of ten: C's own pow is one off at 10**-5 on some machines
    scale = float(f"1e{int(digits)}")
    scaled = x * scale
    return real(float(np.rint(scaled)) / scale) if math.isfinite(scaled) else None


FUNCTIONS: dict[str, Callable[..., float | None]] = {
    "min": lambda *x: min(x),
    "max": lambda *x: max(x),
    "abs": abs,
    "floor": lambda x: float(np.floor(x)),
    "ceil": lambda x: float(np.ceil(x)),
    "clip": lambda x, low, high: min(max(x, low), high),
    "round": rounded,
}
