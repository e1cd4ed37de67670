"""What the figures ask of a table of households in a database: sums, and sums by bins of welfare, each one query of one pass.

The table is called `homes` and has `weight`, `members`, `welfare`, `sharing` and by programme `NAME.entitled`, `NAME.undecided`, `NAME.receives`
and `NAME.paid`, NULL where not known. A bin is found by sums, products and quotients only, which every machine rounds alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from sqlglot import exp

from groundfloor.engine import formulas as f
from groundfloor.engine.formulas import Sql

HOMES = "homes"
Welfare = Literal["_before", "_after"]
PEOPLE, KNOWN = "_people", "_known"


def _product(a: Sql, b: Sql) -> Sql:
    return f.both(exp.Mul, a, b)


def _sum(value: Sql) -> Sql:
    return exp.Sum(this=value)


def _weighted(name: str) -> Sql:
    return _product(f.column("weight"), f.column(name))


def paid_to_all(programmes: Iterable[str]) -> Sql:
    """What all programmes together pay a household, in their order as the definition adds them."""
    total: Sql = f.number(0.0)
    for name in programmes:
        total = f.both(exp.Add, total, f.column(f"{name}.paid"))
    return total


def _ready(worth: Mapping[str, float]) -> exp.Select:
    """The households with people, welfare before and after, and whether both are known."""
    given: Sql = f.number(0.0)
    for name, share in worth.items():
        if share:
            given = f.both(exp.Add, given, _product(f.number(share), f.column(f"{name}.paid")))
    after = f.both(exp.Add, f.column("welfare"), f.both(exp.Div, given, f.column("sharing")))
    known = f.both(exp.And, f.negated(f.absent(after.copy())), f.both(exp.GT, f.column("weight"), f.number(0.0)))
    columns = {
        PEOPLE: _weighted("members"),
        "_before": f.column("welfare"),
        "_after": after,
        KNOWN: known,
        "_all": paid_to_all(worth),
    }
    named = [exp.alias_(sql, name, quoted=True) for name, sql in columns.items()]
    return exp.select(exp.Star(), *named).from_(HOMES)


def _from(worth: Mapping[str, float], shown: Mapping[str, Sql]) -> exp.Select:
    named = [exp.alias_(sql, name, quoted=True) for name, sql in shown.items()]
    return exp.select(*named).from_(_ready(worth).subquery("r"))


def _whole(value: Sql) -> Sql:
    """A sum of money, NULL where one of them is not known."""
    everybody = f.both(exp.EQ, exp.Count(this=value.copy()), exp.Count(this=exp.Star()))
    return f.case((everybody, _sum(value)))


def sums(worth: Mapping[str, float], lines: Mapping[str, float]) -> exp.Select:
    """Everything that needs no order."""
    people, zero = f.column(PEOPLE), f.number(0.0)
    shown: dict[str, Sql] = {"people": _sum(people), "all": _whole(_weighted("_all"))}
    reached = []
    for name in worth:
        receives = f.both(exp.GT, f.column(f"{name}.receives"), zero.copy())
        reached.append(receives)
        shown[f"covered {name}"] = _sum(f.case((receives.copy(), people.copy()), default=zero.copy()))
        for what in ("entitled", "undecided", "receives"):
            shown[f"{what} {name}"] = _sum(_weighted(f"{name}.{what}"))
        shown[f"paid {name}"] = _whole(_weighted(f"{name}.paid"))
    if reached:
        shown["covered "] = _sum(f.case((f.joined(exp.Or, reached), people.copy()), default=zero.copy()))

    def of_known(value: Sql) -> Sql:
        return _sum(f.case((f.column(KNOWN), value)))

    with_weight = f.both(exp.And, f.negated(f.absent(f.column("_before"))), f.both(exp.GT, people.copy(), zero.copy()))
    lacking = f.both(exp.And, with_weight, f.negated(f.coalesced([f.column(KNOWN), f.boolean(False)])))
    shown["lacking"] = exp.Count(this=f.case((lacking, exp.Literal.number("1"))))
    shown["welfare"] = exp.Count(this=f.column("_before"))
    shown["known"] = of_known(people.copy())
    shown["size"] = _sum(_product(people.copy(), exp.Abs(this=f.column("_before"))))
    shown["ranked"] = _sum(f.case((f.negated(f.absent(f.column("_before"))), people.copy())))
    for what in ("_before", "_after"):
        x = f.column(what)
        shown[f"mean {what}"] = of_known(_product(people.copy(), x))
        for line, z in lines.items():
            poor = f.both(exp.And, f.column(KNOWN), f.both(exp.LT, x.copy(), f.number(z)))
            above = f.case((f.both(exp.LT, x.copy(), zero.copy()), zero.copy()), default=x.copy())
            gap = f.both(exp.Sub, f.number(1.0), f.both(exp.Div, above, f.number(z)))
            for power, each in enumerate(
                (people.copy(), _product(people.copy(), gap), _product(people.copy(), _product(gap.copy(), gap.copy())))
            ):
                shown[f"fgt{power} {what} {line}"] = _sum(f.case((poor.copy(), each.copy()), default=zero.copy()))
    return _from(worth, shown)


def place(x: Sql, scale: float, bins: int) -> Sql:
    """The bin of a number: its place on the way from minus to plus infinity, x / (|x| + scale), written so that it never falls where x rises.

    Each step of 1 - s / (x + s) follows x upwards, rounded or not.
    """
    s, one = f.number(scale), f.number(1.0)
    up = f.both(exp.Sub, one, f.both(exp.Div, s, f.both(exp.Add, x, s.copy())))
    down = f.both(exp.Sub, f.both(exp.Div, s.copy(), f.both(exp.Sub, s.copy(), x.copy())), one.copy())
    share = f.case((f.both(exp.GTE, x.copy(), f.number(0.0)), up), default=down)
    return exp.Floor(this=_product(share, f.number(float(bins))))


def within(x: Sql, low: float, high: float, bins: int) -> Sql:
    """The part of a stretch in which a number lies, of so many of the same width."""
    share = f.both(exp.Div, f.both(exp.Sub, x, f.number(low)), f.number(high - low))
    return exp.Floor(this=_product(share, f.number(float(bins))))


def _ranked(what: Welfare, known: bool) -> Sql:
    """Who is ranked: with people and welfare, and with welfare before and after where `known`."""
    tests = [f.negated(f.absent(f.column(what))), f.both(exp.GT, f.column(PEOPLE), f.number(0.0))]
    return f.joined(exp.And, [*tests, f.column(KNOWN)] if known else tests)


def histogram(
    worth: Mapping[str, float], what: Welfare, bin_: Sql, *, known: bool, money: bool, where: Sql | None = None
) -> exp.Select:
    """By bin: people, people times welfare, the least and the most welfare, households, and with `money` what each programme pays."""
    x, people = f.column(what), f.column(PEOPLE)
    shown: dict[str, Sql] = {
        "bin": f.cast(bin_, f.DOUBLE),
        "people": _sum(people),
        "welfare": _sum(_product(people.copy(), x)),
        "low": exp.Min(this=x.copy()),
        "high": exp.Max(this=x.copy()),
        "homes": f.cast(exp.Count(this=exp.Star()), f.DOUBLE),
    }
    if money:
        for name in (*worth, ""):
            paid = _weighted(f"{name}.paid" if name else "_all")
            shown[f"paid {name}"] = _whole(paid)
            shown[f"size {name}"] = _sum(exp.Abs(this=paid.copy()))
    who = _ranked(what, known)
    out = _from(worth, shown).where(who if where is None else f.both(exp.And, who, where))
    return out.group_by(f.cast(bin_.copy(), f.DOUBLE))


def by_group(worth: Mapping[str, float], cuts: Sequence[float]) -> exp.Select:
    """By group between cut points of welfare before: people and what each programme pays."""
    x = f.column("_before")
    steps = [(f.both(exp.LTE, x.copy(), f.number(cut)), f.number(float(k))) for k, cut in enumerate(cuts)]
    group = f.case(*steps, default=f.number(float(len(cuts)))) if steps else f.number(0.0)
    shown: dict[str, Sql] = {"group": group, "people": _sum(f.column(PEOPLE))}
    for name in (*worth, ""):
        shown[f"paid {name}"] = _whole(_weighted(f"{name}.paid" if name else "_all"))
    return _from(worth, shown).where(f.negated(f.absent(x))).group_by(group.copy())


def ranks(worth: Mapping[str, float], what: Welfare, bin_: Sql, scale_bins: str = "bin") -> exp.Select:
    """By bin: the sum of p x (2 c - p) in order of welfare within the bin, c the people up to and with each household."""
    named = {scale_bins: f.cast(bin_, f.DOUBLE), "x": f.column(what), "p": f.column(PEOPLE)}
    inner = _from(worth, named).where(_ranked(what, True)).subquery("i")
    running = exp.Window(
        this=_sum(f.column("p")),
        partition_by=[f.column(scale_bins)],
        order=exp.Order(expressions=[exp.Ordered(this=f.column("x"), nulls_first=True)]),
        spec=exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="CURRENT ROW"),
    )
    columns = [f.column(scale_bins), f.column("x"), f.column("p"), exp.alias_(running, "c", quoted=True)]
    counted = exp.select(*columns).from_(inner).subquery("o")
    c, p, x = (f.column(name) for name in "cpx")
    each = _product(_product(p, x), f.both(exp.Sub, _product(f.number(2.0), c), p.copy()))
    shown = [f.column(scale_bins), exp.alias_(_sum(each), "ranks", quoted=True)]
    return exp.select(*shown).from_(counted).group_by(f.column(scale_bins))
