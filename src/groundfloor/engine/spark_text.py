"""A query for Spark's parser, which looks ahead from each opening bracket to what closes it: none stands that need not."""

from __future__ import annotations

from sqlglot import exp

from groundfloor.engine.formulas import Sql

# what binds the least stands first; what is no operator holds what is in it
LEVELS: tuple[tuple[type[Sql], ...], ...] = (
    (exp.Or,),
    (exp.And,),
    (exp.Not,),
    (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Is, exp.Between, exp.In),
    (exp.BitwiseOr,),
    (exp.BitwiseXor,),
    (exp.BitwiseAnd,),
    (exp.Add, exp.Sub),
    (exp.Mul, exp.Div, exp.Mod),
    (exp.Neg,),
)
LEVEL: dict[type[Sql] | type[None], int] = {kind: place for place, kinds in enumerate(LEVELS) for kind in kinds}
ATOM = len(LEVELS)
OPERATOR = LEVEL[exp.BitwiseOr]


def bare(query: Sql) -> Sql:
    """The same query without the brackets that change nothing; the tree that is given is changed.

    A sum keeps the brackets that say in which order it is added, an `and` of many terms loses them all.

    >>> from sqlglot import parse_one
    >>> bare(parse_one("SELECT ((a AND (NOT (b > (2 * c)))) AND ((d) AND e)), (a + b) + (c + d)")).sql("spark")
    'SELECT a AND NOT b > 2 * c AND d AND e, a + b + (c + d)'
    """
    for one in list(query.find_all(exp.Paren)):
        inner = one.this
        while isinstance(inner, exp.Paren):
            inner = inner.this
        one.replace(inner) if _needless(one, inner) else one.set("this", inner)
    return query


def _needless(bracket: exp.Paren, inner: Sql) -> bool:
    around = LEVEL.get(type(bracket.parent), -1)
    within = LEVEL.get(type(inner), ATOM)
    if around < 0 or within == ATOM:
        return not isinstance(inner, exp.Query)
    if isinstance(inner, exp.Neg):
        return False
    if within == around:
        either_way = isinstance(inner, exp.And | exp.Or)
        return either_way or (around >= OPERATOR and bracket.arg_key == "this")
    return within > around
