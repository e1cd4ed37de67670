"""A floor as one query: the steps of its plan as formulas, made columns where they are used again or grow long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlglot import exp

from groundfloor.engine import formulas as f
from groundfloor.engine.formulas import Sql
from groundfloor.engine.spark_stages import WindowStages
from groundfloor.engine.stages import FIRST, HEADED, HOME, ROW, SIZE, How, Level, Name, Stages
from groundfloor.engine.steps import Step, compiled, factor
from groundfloor.rules.draw import ROUNDS, salt
from groundfloor.rules.operations import arithmetic
from groundfloor.rules.plain import Situation
from groundfloor.rules.programme import Floor, Limit, Programme
from groundfloor.rules.tree import (
    Arithmetic,
    Call,
    Choose,
    Compare,
    Household,
    Literal_,
    Logic,
    Member,
    Node,
    Result,
    Unary,
    Variable,
)

# what stands once may be this long, what stands twice this short, before it is made a column
LONGEST, SHORTEST = 4000, 12
# and so deep: SQLite's parser had room for a hundred open signs until it learnt to ask for more
DEEPEST = {"sqlite": 8}
DEEP = 24
KEYS = {"person": "_key", "household": "_household_key"}


@dataclass(frozen=True)
class Formula:
    """An expression, the columns it needs, and how long and deep it is; `level` is None for what is the same for all.

    `settled` numbers are finite or NULL. Others may be infinite: + - * carry that on, so a chain is settled once, at its end.
    """

    sql: Sql
    level: Level | None = None
    needs: frozenset[Name] = frozenset()
    size: int = 1
    depth: int = 1
    settled: bool = True


class Script:
    """Writes the query of one floor in one dialect."""

    def __init__(
        self,
        floor: Floor,
        parameters: Mapping[str, float],
        *,
        dialect: str,
        seed: int,
        headed: bool = True,
        household_key: Sql | None = None,
    ) -> None:
        # the key of a household's draw, where it is made of `a._household` and not read
        self.dialect, self.household_key = dialect, household_key
        self.nobody = Situation((), range(0), parameters, {})
        self.plan = compiled(floor)
        self.stages = (WindowStages if dialect == "spark" else Stages)(headed)
        self.uses = Counter(operand for step in self.plan.steps for operand in step.operands)
        self.uses.update(index for rule in self.plan.rules.values() for index in rule)
        self.values: list[Formula] = []
        self.written: list[bool] = []
        self.kept: dict[tuple[str, Name], Formula] = {}
        self.results: dict[tuple[str, str], Formula] = {}
        for name, programme in floor.programmes.items():
            # the steps of a rule stand before those of the next one that may read its results
            while len(self.values) <= max(self.plan.rules[name]):
                self.values.append(self._step(len(self.values)))
            self._programme(programme, salt(name, seed))

    def query(self, *, listed: bool, ordered: bool = True) -> exp.Select:
        """The query: every programme's results for each person in order, or in no order for those `listed` by any programme only."""
        shown, undecided = {}, []
        for (programme, what), result in self.results.items():
            sql = result.sql
            if what in ("eligible", "receives"):
                sql = f.case((sql, f.number(1.0)), (f.negated(sql), f.number(0.0)))
            if what == "eligible":
                undecided.append(f.coalesced([result.sql, f.boolean(True)]))
            shown[f"{programme}.{what}"] = (sql, result.needs)
        concerned = f.joined(exp.Or, undecided) if listed else None
        inlines = self.dialect in ("postgres", "sqlite")
        return self.stages.query(shown, listed=concerned, ordered=ordered and not listed, materialized=inlines or None)

    # how formulas become columns

    def column(self, value: Formula) -> Formula:
        """The same as a column of its own; what is the same for all stays as it is written."""
        if value.level is None or isinstance(value.sql, exp.Column):
            return value
        return self._had(value.level, "formula", value, value.settled)

    def _had(self, level: Level, how: How, value: Formula, settled: bool = True, stage: int = 0) -> Formula:
        key = self.stages.add(level, how, value.sql, value.needs, stage=stage)
        return Formula(f.column(key[1]), level, frozenset({key}), settled=settled)

    def short(self, value: Formula) -> Formula:
        """The same, fit to stand more than once."""
        return value if value.size <= SHORTEST else self.column(value)

    def settled(self, value: Formula) -> Formula:
        """A number that is finite or NULL."""
        if value.settled:
            return value
        value = self.short(value)
        return replace(value, sql=f.finite(value.sql), size=2 * value.size + 4, depth=value.depth + 2, settled=True)

    def on(self, level: Level, value: Formula) -> Formula:
        """A household's value on its members where they are asked."""
        if level != "person" or value.level != "household":
            return value
        return self._moved("spread", "person", value)

    def _moved(self, how: How, level: Level, value: Formula, stage: int = 0) -> Formula:
        value = self.column(value)
        if value.level is None:
            return value
        (need,) = value.needs
        if (how, need) not in self.kept:
            self.kept[how, need] = self._had(level, how, value, value.settled, stage)
        return self.kept[how, need]

    def made(self, write: Callable[..., Sql], *operands: Formula, settled: bool = True, twice: bool = False) -> Formula:
        """A formula over operands, on the finest level among them."""
        levels = {operand.level for operand in operands}
        level: Level | None = "person" if "person" in levels else "household" if "household" in levels else None
        values = [self.on(level, operand) if level else operand for operand in operands]
        if twice:
            values = [self.short(value) for value in values]
        length = 1 + (3 if twice else 1) * sum(value.size for value in values)
        out = Formula(
            write(*(value.sql for value in values)),
            level,
            frozenset(need for value in values for need in value.needs),
            length,
            # many terms are a balanced tree
            len(values).bit_length() + twice + max((value.depth for value in values), default=0),
            settled,
        )
        return self.column(out) if length > LONGEST or out.depth > DEEPEST.get(self.dialect, DEEP) else out

    # steps

    def _step(self, index: int) -> Formula:
        step = self.plan.steps[index]
        operands = [self.values[operand] for operand in step.operands]
        # a result may be the same for all too, but it is not to be had from the rule alone
        alone = not isinstance(step.node, Variable | Result | Household)
        self.written.append(alone and all(self.written[operand] for operand in step.operands))
        value = self._fixed(step.node) if self.written[index] else self._written(step, operands)
        return self.short(value) if self.uses[index] > 1 else value

    def _read(self, name: str, kind: str) -> Formula:
        key: Name = ("person", name)
        if key not in self.stages.columns:
            self.stages.add(
                "person", "read", f.finite(f.column(name)) if kind == "number" else f.column(name), (), name
            )
        return Formula(f.column(name), "person", frozenset({key}))

    def _fixed(self, node: Node) -> Formula:
        """What hangs on parameters and literals only is worked out by the definition of the language."""
        return Formula(f.known(self.nobody.value(node, 0), node.type.kind))

    def _written(self, step: Step, operands: Sequence[Formula]) -> Formula:
        match step.node:
            case Variable(name=name):
                value = self._read(name, step.node.type.kind)
                return self._moved("speaker", "household", value) if step.at_head else value
            case Result(programme=programme, what=what):
                value = self.results[programme, what]
                return self._moved("speaker", "household", value) if step.at_head else value
            case Household(name=name):
                return self._aggregate(name, operands[0] if operands else None)
            case Unary(op=op):
                return self._unary(op, operands[0])
            case Logic(op=op):
                return self.made(lambda *x: f.joined(exp.And if op == "and" else exp.Or, x), *operands)
            case Arithmetic(op=op):
                return self._arithmetic(op, *operands)
            case Choose():
                return self._choose(*operands)
        operands = [self.settled(operand) for operand in operands]
        match step.node:
            case Compare(op=op):
                return self.made(lambda a, b: f.both(f.COMPARE[op], a, b), *operands)
            case Member():
                return self.made(lambda item, *of: exp.Paren(this=exp.In(this=item, expressions=list(of))), *operands)
            case Call(name="round"):
                return self._rounded(step.node, operands[0])
            case Call(name=name):
                return self.made(lambda *x: f.function(name, x, self.dialect), *operands, twice=True)
        raise TypeError(f"{type(step.node).__name__} is no node of the language")

    def _unary(self, op: str, operand: Formula) -> Formula:
        if op == "+":
            return operand
        if op == "not":
            return self.made(f.negated, operand)
        return self.made(lambda x: exp.Paren(this=exp.Neg(this=x)), operand, settled=operand.settled)

    def _arithmetic(self, op: str, a: Formula, b: Formula) -> Formula:
        if op in f.CHAINED:
            return self.made(lambda x, y: f.both(f.CHAINED[op], x, y), a, b, settled=False)
        a, b = self.settled(a), self.settled(b)
        if op == "**":
            return self.made(
                lambda x, y: f.power(x, y, self.dialect), a, b, settled=False, twice=self.dialect == "postgres"
            )
        if op == "/":
            return self.made(f.divided, a, b, settled=False)
        rest = self.column(self.made(lambda x, y: f.remainder(x, y, self.dialect), self.short(a), self.short(b)))
        if op == "%":
            return self.made(f.modulo, rest, b, settled=False, twice=True)
        nearly = self.column(self.made(f.quotient, a, rest, b, settled=False, twice=True))
        return self.made(lambda x: f.floored(x, self.dialect), self.settled(nearly), twice=True)

    def _choose(self, test: Formula, then: Formula, other: Formula) -> Formula:
        settled = then.settled and other.settled
        return self.made(f.choose, self.short(test), then, other, settled=settled)

    def _rounded(self, node: Call, x: Formula) -> Formula:
        digits = node.arguments[1] if len(node.arguments) > 1 else None
        scale = f.number(float(f"1e{int(digits.value)}") if isinstance(digits, Literal_) else 1.0)
        scaled = self.settled(self.column(self.made(lambda a: f.both(exp.Mul, a, scale), x, settled=False)))
        return self.made(
            lambda a: f.both(exp.Div, f.even(a, self.dialect), scale), self.short(scaled), settled=False, twice=True
        )

    def _aggregate(self, name: str, value: Formula | None) -> Formula:
        if value is None:
            return self.made(lambda size: f.cast(size, f.DOUBLE), _base(SIZE))
        if name == "head":
            value = self.on("household", value)
            return self.made(lambda known, x: f.case((known, x)), _base(HEADED), value, settled=value.settled)
        value = self.short(self.on("person", self.settled(value)))
        sql = f.aggregate(name, value.sql, f.column(ROW), self.dialect)
        return self._had("household", "aggregate", replace(value, sql=sql), name not in ("sum", "mean"))

    # programmes

    def _programme(self, programme: Programme, salted: int) -> None:
        level = programme.asked
        eligible, amount = (self.on(level, self.values[index]) for index in self.plan.rules[programme.name])
        amount = self.short(self._yearly(amount, programme))
        eligible = self.short(eligible)
        if programme.limit is not None:
            eligible = self._limited(eligible, programme.limit)
        receives = self.short(self._received(eligible, programme, salted))
        no, nothing = f.boolean(False), f.number(0.0)
        paid, full = (
            self.made(lambda who, x: f.case((who, x), default=nothing), who, amount) for who in (receives, eligible)
        )
        values = {"eligible": eligible, "receives": receives, "amount": paid, "full_amount": full}
        if level == "household":
            values = dict(zip(values, self._placed(values.values(), (no, no, nothing, nothing)), strict=True))
        for what, value in values.items():
            self.results[programme.name, what] = value

    def _yearly(self, amount: Formula, programme: Programme) -> Formula:
        by = factor(programme)
        if self.written[self.plan.rules[programme.name][1]]:
            value = arithmetic("*", self.nobody.value(programme.amount, 0), by)
            return Formula(f.known(value, "number"))
        if by != 1.0:
            amount = self.made(lambda x: f.both(exp.Mul, x, f.number(by)), amount, settled=False)
        return self.settled(amount)

    def _placed(self, values: Iterable[Formula], none: Iterable[Sql]) -> Iterator[Formula]:
        """A household's values on its first row, brought to its members by one join."""
        values = [self.column(value) for value in (_base(FIRST), *values)]
        last = max(self.stages.columns[need].stage for value in values for need in value.needs)
        here, *moved = [self._moved("spread", "person", value, last + 1) for value in values]
        for value, nothing in zip(moved, none, strict=True):
            yield self.made(partial(_first, nothing=nothing), _row(), here, value)

    def _limited(self, eligible: Formula, limit: Limit) -> Formula:
        by = self._read(limit.by, "number")
        order = [exp.Ordered(this=f.absent(by.sql)), exp.Ordered(this=by.sql), exp.Ordered(this=f.column(ROW))]
        window = exp.Window(this=exp.RowNumber(), partition_by=[f.column(HOME)], order=exp.Order(expressions=order))
        key = self.stages.add("person", "rank", window, eligible.needs | by.needs, where=eligible.sql)
        rank = Formula(f.column(key[1]), "person", frozenset({key}))
        beyond = f.both(exp.GT, rank.sql, exp.Literal.number(str(limit.first)))
        return self.column(self.made(lambda _, x: f.case((beyond, f.boolean(False)), default=x), rank, eligible))

    def _received(self, eligible: Formula, programme: Programme, salted: int) -> Formula:
        if not programme.drawn:
            return self.made(lambda who: f.coalesced([who, f.boolean(False)]), eligible)
        if programme.unit == "household" and self.household_key is not None:
            key = self._had("household", "formula", Formula(self.household_key, "household"))
        else:
            key = self._read(KEYS[programme.asked], "boolean")
        if programme.unit == "household" and key.level == "person":
            # the same for all members
            key = self._had("household", "aggregate", replace(key, sql=exp.Min(this=key.sql)))

        h = self.made(lambda x: f.salted(x, salted, self.dialect), key)
        for _ in range(ROUNDS):
            h = self.column(self.made(lambda x: f.mixed(x, self.dialect), h))

        def comes(who: Sql, bits: Sql, share: Sql) -> Sql:
            return f.case((who, f.below(bits, share, self.dialect)), default=f.boolean(False))

        return self.made(comes, eligible, h, self._take_up(programme))

    def _take_up(self, programme: Programme) -> Formula:
        """The take-up where a person, or the first one of a household, lives, 0 for one of an age not reached."""
        share = self._of_place(programme)
        if programme.ages is None:
            return share
        inside = [self._aged(low, high) for low, high in programme.ages]
        if not inside:
            return Formula(f.number(0.0))
        reached = self.made(lambda *x: f.joined(exp.Or, x), *inside) if len(inside) > 1 else inside[0]
        return self.column(self.made(lambda who, x: f.case((who, x), default=f.number(0.0)), reached, share))

    def _aged(self, low: int, high: int) -> Formula:
        """Whether somebody's age lies from `low` to the end of `high`."""
        age = self._read("age", "number")
        ends = ((exp.GTE, float(low)), (exp.LT, float(high + 1)))
        return self.made(
            lambda x: f.joined(exp.And, [f.both(op, x, f.number(end)) for op, end in ends]), age, twice=True
        )

    def _of_place(self, programme: Programme) -> Formula:
        own, by = f.number(programme.take_up), programme.take_up_by
        if by is None:
            return Formula(own)
        place = self._read(by.variable, "text")
        if programme.unit == "household":
            first = self._moved("spread", "person", _base(FIRST))
            here = self.made(lambda row, at, word: f.case((f.both(exp.EQ, row, at), word)), _row(), first, place)
            place = self._had("household", "aggregate", replace(here, sql=exp.Min(this=here.sql)))

        def share(word: Sql) -> Sql:
            levels = ((f.both(exp.EQ, word, f.word(level)), f.number(one)) for level, one in by.shares.items())
            return f.case(*levels, default=own)

        return self.column(self.made(share, place))


def _first(row: Sql, first: Sql, value: Sql, *, nothing: Sql) -> Sql:
    return f.case((f.both(exp.EQ, row, first), value), default=nothing)


def _row() -> Formula:
    return Formula(f.column(ROW), "person")


def _base(name: Name) -> Formula:
    return Formula(f.column(name[1]), name[0], frozenset({name}))
