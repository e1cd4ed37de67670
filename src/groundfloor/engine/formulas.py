"""What the operators and functions of the rule language mean in SQL, as expressions that sqlglot writes in any dialect.

Databases differ where the language does not: `least` leaves NULL out, `%` follows the sign of the dividend, ties round away from
zero, division by zero is an error here and infinite there. So each is written out in what they share. Operands that stand more
than once in a formula are short: `script` makes a column of anything longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

from sqlglot import exp

from groundfloor.rules.draw import MASK, MULTIPLIER

Sql = exp.Expr
LARGEST = 1.7976931348623157e308
MOST_ARGUMENTS = 100
BITS = 62
"""Binary digits that a 64-bit integer takes at a time."""
DOUBLE, BIGINT = exp.DType.DOUBLE, exp.DType.BIGINT
KINDS = {"number": DOUBLE, "boolean": exp.DType.BOOLEAN, "text": exp.DType.TEXT}


def cast(value: Sql, to: exp.DType) -> Sql:
    """`value` as another type."""
    return exp.Cast(this=value, to=exp.DataType(this=to))


def number(value: float) -> Sql:
    """A written number, always a double: a database would make 0.1 a decimal."""
    text = repr(abs(value))
    literal: Sql = exp.Literal.number(text if "e" in text else f"{text}e0")
    return cast(exp.Paren(this=exp.Neg(this=literal)) if value < 0 else literal, DOUBLE)


def integer(value: int) -> Sql:
    """A written 64-bit integer."""
    return cast(exp.Literal.number(str(value)), BIGINT)


def word(value: str) -> Sql:
    """A written word, quoted as the dialect does."""
    return exp.Literal.string(value)


def boolean(value: bool) -> Sql:
    """TRUE or FALSE."""
    return exp.Boolean(this=value)


def known(value: float | str | bool | None, kind: str) -> Sql:
    """A value that is known when the query is written; a missing one is NULL of its kind."""
    if value is None:
        return cast(exp.Null(), KINDS[kind])
    if isinstance(value, bool):
        return boolean(value)
    return word(value) if isinstance(value, str) else number(value)


def column(name: str, table: str | None = None) -> Sql:
    """A column by its quoted name."""
    return exp.Column(this=exp.to_identifier(name, quoted=True), table=exp.to_identifier(table))


def joined(kind: type[exp.Binary], terms: Sequence[Sql]) -> Sql:
    """Terms under one operator as a balanced tree: a chain of hundreds would exceed the depth that databases allow."""
    level = list(terms)
    while len(level) > 1:
        pairs: list[Sql] = [
            exp.Paren(this=kind(this=a, expression=b)) for a, b in zip(level[::2], level[1::2], strict=False)
        ]
        level = [*pairs, level[-1]] if len(level) % 2 else pairs
    return level[0]


def both(kind: type[exp.Binary], a: Sql, b: Sql) -> Sql:
    """Two operands in brackets."""
    return exp.Paren(this=kind(this=a, expression=b))


def case(*branches: tuple[Sql, Sql], default: Sql | None = None) -> Sql:
    """The result of the first condition that holds; NULL, or `default`, when none does."""
    return exp.Case(ifs=[exp.If(this=test, true=result) for test, result in branches], default=default)


def negated(value: Sql) -> Sql:
    """NOT."""
    return exp.Paren(this=exp.Not(this=value))


def absent(value: Sql) -> Sql:
    """IS NULL."""
    return both(exp.Is, value, exp.Null())


def finite(value: Sql) -> Sql:
    """A number, NULL where it is infinite or no number; NaN counts as larger than any number."""
    between = exp.Between(this=value, low=number(-LARGEST), high=number(LARGEST))
    return case((between, value))


def choose(test: Sql, then: Sql, other: Sql) -> Sql:
    """`then if test else other`, NULL where `test` is."""
    return case((test, then), (negated(test), other))


COMPARE: dict[str, type[exp.Binary]] = {
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
    "==": exp.EQ,
    "!=": exp.NEQ,
}
CHAINED: dict[str, type[exp.Binary]] = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul}


def divided(a: Sql, b: Sql) -> Sql:
    """`a / b`, NULL where `b` is 0."""
    # typed and safe: so told, sqlglot leaves the division as it stands
    return both(exp.Div, a, exp.Nullif(this=b, expression=number(0.0)))


def remainder(a: Sql, b: Sql, dialect: str) -> Sql:
    """C's fmod, with the sign of `a`; NULL where `b` is 0."""
    b = exp.Nullif(this=b, expression=number(0.0))
    if dialect == "sqlite":
        return exp.Anonymous(this="MOD", expressions=[a, b])
    if dialect == "postgres":
        return cast(both(exp.Mod, _exactly(a), _exactly(b)), DOUBLE)
    return both(exp.Mod, a, b)


def _exactly(x: Sql) -> Sql:
    """A double as the decimal that it is, to 124 binary digits after the point: PostgreSQL's own cast keeps 15 digits of it."""
    scale = number(float(2**BITS))
    parts = []
    for place in range(3):
        whole = exp.Anonymous(this="TRUNC", expressions=[x])
        exact = exp.Literal.number(_half(BITS * place))
        decimal = cast(cast(whole, BIGINT), exp.DType.DECIMAL)
        parts.append(both(exp.Mul, decimal, exact) if place else decimal)
        x = both(exp.Mul, both(exp.Sub, x, whole), scale)
    return joined(exp.Add, parts)


def _half(times: int) -> str:
    """One halved so many times, with all its digits."""
    with localcontext(prec=2 * times + 1):
        return format(Decimal(1) / Decimal(2) ** times, "f")


def power(a: Sql, b: Sql, dialect: str) -> Sql:
    """`a ** b`, in PostgreSQL, which stops at what is no real number, NULL there."""
    raised = exp.Pow(this=a, expression=b)
    if dialect != "postgres":
        return raised
    zero = number(0.0)
    broken = both(exp.And, both(exp.LT, a, zero), both(exp.NEQ, b, exp.Floor(this=b)))
    infinite = both(exp.And, both(exp.EQ, a, zero), both(exp.LT, b, zero))
    none = joined(exp.Or, [broken, infinite])
    return case((negated(none), raised))


def _turned(rest: Sql, b: Sql) -> Sql:
    """Whether the remainder has the other sign than the divisor."""
    zero = number(0.0)
    signs = both(exp.NEQ, both(exp.LT, b, zero), both(exp.LT, rest, zero))
    return both(exp.And, both(exp.NEQ, rest, zero), signs)


def modulo(rest: Sql, b: Sql) -> Sql:
    """`a % b` with the sign of `b`, from the remainder of C."""
    return case((_turned(rest, b), both(exp.Add, rest, b)), (negated(absent(rest)), rest))


def quotient(a: Sql, rest: Sql, b: Sql) -> Sql:
    """`(a - rest) / b`, one less where the remainder has the other sign than the divisor: nearly whole."""
    whole = divided(both(exp.Sub, a, rest), b)
    return case((_turned(rest, b), both(exp.Sub, whole, number(1.0))), (negated(absent(rest)), whole))


def whole(value: Sql, dialect: str, *, up: bool = False) -> Sql:
    """The whole number not above a number, or with `up` not below it, as a double."""
    if dialect != "spark":
        return exp.Ceil(this=value) if up else exp.Floor(this=value)
    # Spark's own are 64-bit integers, which 1e300 is too large for; RINT gives the nearest as a double
    near = _rint(value)
    beyond, step = (exp.LT, exp.Add) if up else (exp.GT, exp.Sub)
    return case((both(beyond, near, value), both(step, near, number(1.0))), default=near)


def _rint(value: Sql) -> Sql:
    return exp.Anonymous(this="RINT", expressions=[value])


def floored(nearly: Sql, dialect: str) -> Sql:
    """The whole number that a quotient is meant to be: the floor of an inexact one may be one too few, as in Python."""
    low = whole(nearly, dialect)
    above = both(exp.GT, both(exp.Sub, nearly, low), number(0.5))
    return case((above, both(exp.Add, low, number(1.0))), (negated(absent(nearly)), low))


def even(value: Sql, dialect: str) -> Sql:
    """The nearest whole number, of two the even one."""
    if dialect == "spark":
        return _rint(value)
    low = exp.Floor(this=value)
    rest = both(exp.Sub, value, low)
    up = both(exp.Add, low, number(1.0))
    half = both(exp.Mul, low, number(0.5))
    return case(
        (both(exp.LT, rest, number(0.5)), low),
        (both(exp.GT, rest, number(0.5)), up),
        (both(exp.EQ, half, exp.Floor(this=half)), low),
        (negated(absent(value)), up),
    )


def _called(name: str, values: Sequence[Sql]) -> Sql:
    """A function of many arguments as functions of fewer: SQLite takes 127."""
    while len(values) > MOST_ARGUMENTS:
        values = [_called(name, values[i : i + MOST_ARGUMENTS]) for i in range(0, len(values), MOST_ARGUMENTS)]
    return exp.Anonymous(this=name, expressions=list(values)) if len(values) > 1 else values[0]


def extreme(least: bool, values: Sequence[Sql], dialect: str) -> Sql:
    """The least or greatest of values, NULL where any is: databases differ in what they make of NULL."""
    least_, greatest = ("MIN", "MAX") if dialect == "sqlite" else ("LEAST", "GREATEST")
    complete = joined(exp.And, [negated(absent(value)) for value in values])
    return case((complete, _called(least_ if least else greatest, values)))


def clipped(x: Sql, low: Sql, high: Sql) -> Sql:
    """min(max(x, low), high), NULL where any is."""
    complete = joined(exp.And, [negated(absent(value)) for value in (x, low, high)])
    above = case((both(exp.GT, low, x), low), default=x)
    return case((complete, case((both(exp.LT, high, above), high), default=above)))


def coalesced(values: Sequence[Sql]) -> Sql:
    """The first that is known."""
    return _called("COALESCE", values)


def exclusive(a: Sql, b: Sql, dialect: str) -> Sql:
    """Exclusive or of 64-bit integers."""
    if dialect == "sqlite":
        # SQLite has no exclusive or; a | b counts the common bits once too often
        return both(exp.Sub, both(exp.BitwiseOr, a, b), both(exp.BitwiseAnd, a, b))
    return exp.Paren(this=exp.BitwiseXor(this=a, expression=b))


def salted(key: Sql, salt: int, dialect: str) -> Sql:
    """The first step of `rules.draw.draw`: a programme's salt on a key, 32 bits in a 64-bit integer."""
    return both(exp.BitwiseAnd, exclusive(cast(key, BIGINT), integer(salt), dialect), integer(MASK))


def folded(h: Sql, dialect: str) -> Sql:
    """The upper half of 32 bits on the lower."""
    return exclusive(h, both(exp.BitwiseRightShift, h, exp.Literal.number("16")), dialect)


def mixed(h: Sql, dialect: str) -> Sql:
    """One round of the mix."""
    return both(exp.BitwiseAnd, both(exp.Mul, folded(h, dialect), integer(MULTIPLIER)), integer(MASK))


def below(h: Sql, take_up: Sql, dialect: str) -> Sql:
    """Whether the mixed bits, as a number in [0, 1), lie below the take-up."""
    drawn = both(exp.Div, cast(folded(h, dialect), DOUBLE), number(float(MASK + 1)))
    return both(exp.LT, drawn, take_up)


def counted(test: Sql) -> Sql:
    """How many of a group meet a condition."""
    return exp.Count(this=case((test, exp.Literal.number("1"))))


def aggregate(name: str, value: Sql, order: Sql, dialect: str) -> Sql:
    """An aggregate of a household, over the members with a value."""
    given, everybody = exp.Count(this=value), exp.Count(this=exp.Star())
    zero = exp.Literal.number("0")
    unknown = both(exp.LT, given, everybody)
    match name:
        case "count":
            return cast(counted(value), DOUBLE)
        case "any":
            return case((both(exp.GT, counted(value), zero), boolean(True)), (negated(unknown), boolean(False)))
        case "all":
            refused = both(exp.GT, counted(negated(value)), zero)
            return case((refused, boolean(False)), (negated(unknown), boolean(True)))
        case "min":
            return exp.Min(this=value)
        case "max":
            return exp.Max(this=value)
    if dialect in ("duckdb", "postgres"):
        # added in the order of the rows, so that the last bit does not depend on which thread came first
        value = exp.Order(this=value, expressions=[exp.Ordered(this=order, nulls_first=False)])
    total = exp.Sum(this=value)
    return total if name == "sum" else divided(total, cast(given, DOUBLE))


def function(name: str, values: Sequence[Sql], dialect: str) -> Sql:
    """A function of the language, all but `round`."""
    match name:
        case "abs":
            return exp.Abs(this=values[0])
        case "floor":
            return whole(values[0], dialect)
        case "ceil":
            return whole(values[0], dialect, up=True)
        case "clip":
            return clipped(*values)
        case "coalesce":
            return coalesced(values)
    return extreme(name == "min", values, dialect)
