"""One query in stages: columns of persons and of households, each computed in the first common table expression that can.

A stage of persons reads the households before it by one join; a stage of households reads its persons by one grouped aggregate
and one join to the member who speaks for each. A column is carried no further than its last use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from sqlglot import exp

from groundfloor.engine.formulas import Sql, absent, both, case, coalesced, column, negated, word

Level = Literal["person", "household"]
How = Literal["read", "formula", "aggregate", "speaker", "spread", "rank"]
Name = tuple[Level, str]
PERSONS = "persons"
ROW, HOME, RANKED = "_row", "_household", "_ranked"
FIRST: Name = ("household", "_first")
SPEAKER: Name = ("household", "_speaker")
HEADED: Name = ("household", "_headed")
SIZE: Name = ("household", "_size")
LEVELS: tuple[Level, ...] = ("person", "household")


@dataclass(frozen=True)
class Column:
    """A column: how it is had, from which columns, and the stage that computes it."""

    how: How
    formula: Sql
    needs: frozenset[Name]
    stage: int
    where: Sql | None = None


@dataclass
class Stages:
    """The columns of a query; `headed` says whether persons have a relationship to the head."""

    headed: bool
    columns: dict[Name, Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        row, relation = column(ROW), column("relationship")
        head = exp.Min(this=case((both(exp.EQ, relation, word("head")), row)))
        needs: frozenset[Name] = frozenset()
        if self.headed:
            needs = frozenset({self.add("person", "read", relation, (), "relationship")})
        speaker = coalesced([head, exp.Min(this=row)]) if self.headed else exp.Min(this=row)
        known = negated(absent(head)) if self.headed else exp.Boolean(this=False)
        for (level, name), formula in (
            (FIRST, exp.Min(this=row)),
            (SPEAKER, speaker),
            (HEADED, known),
            (SIZE, exp.Count(this=exp.Star())),
        ):
            self.add(level, "aggregate", formula, needs, name)

    def add(
        self,
        level: Level,
        how: How,
        formula: Sql,
        needs: Iterable[Name],
        name: str = "",
        *,
        where: Sql | None = None,
        stage: int = 0,
    ) -> Name:
        """A new column, in the first stage from `stage` on that has all it needs; `where` are those who are ranked."""
        needs = frozenset(needs) | ({SPEAKER} if how == "speaker" else set())
        ready = max((self.columns[need].stage for need in needs), default=0)
        # persons of the same stage stand before its households
        first = ready if how in ("read", "aggregate") else max(ready, 1) if how == "speaker" else ready + 1
        key = (level, name or f"_{len(self.columns)}")
        self.columns[key] = Column(how, formula, needs, max(first, stage), where)
        return key

    def query(
        self,
        results: Mapping[str, tuple[Sql, Iterable[Name]]],
        *,
        listed: Sql | None,
        ordered: bool,
        materialized: bool | None = None,
    ) -> exp.Select:
        """The whole query: `results` by name, each over columns of persons; only the rows that are `listed`, in order if wanted.

        A database that would write a column's formula wherever the column stands needs the stages `materialized`: what stands twice
        at each of a hundred stages would be written 2 ** 100 times.
        """
        last = 1 + max(column.stage for column in self.columns.values())
        until = self._until([need for _, needs in results.values() for need in needs], last)
        tables: list[tuple[str, Sql]] = []
        now: dict[Level, str] = {}
        for stage in range(last):
            for level in LEVELS:
                live = [key for key in self.columns if key[0] == level and until.get(key, 0) > stage]
                new = [key for key in live if self.columns[key].stage == stage]
                kept = [key[1] for key in live if self.columns[key].stage < stage]
                if new or (stage == 0 and level == "person"):
                    select = self._stage(now, level, kept, new)
                    now[level] = f"{level}_{stage}"
                    tables.append((now[level], select))
        shown = [named(sql, name) for name, (sql, _) in results.items()]
        out = selecting([column(ROW), *shown], now["person"])
        if listed is not None:
            out = out.where(listed, copy=False)
        if ordered:
            out = out.order_by(column(ROW), copy=False)
        for name, table in tables:
            out = out.with_(name, as_=table, materialized=materialized, copy=False)
        return out

    def _until(self, wanted: Iterable[Name], last: int) -> dict[Name, int]:
        """For each column that is used the first stage that need not have it any more."""
        until: dict[Name, int] = {}
        pending = [(need, last) for need in wanted]
        while pending:
            key, stage = pending.pop()
            seen = key in until
            until[key] = max(stage, until.get(key, 0))
            if not seen:
                one = self.columns[key]
                for need in one.needs:
                    same = need[0] == "person" and key[0] == "household"
                    pending.append((need, one.stage + 1 if same else one.stage))
        return until

    def _stage(self, now: Mapping[Level, str], level: Level, kept: Sequence[str], new: Sequence[Name]) -> exp.Select:
        """One common table expression: what is kept of the one before, and what is new."""
        if not now:
            names = [named(self.columns[key].formula, key[1]) for key in new]
            return selecting(
                [column(ROW), column(HOME), *names], exp.Table(this=exp.to_identifier(PERSONS, quoted=True))
            )
        if level not in now:
            return self._grouped(now["person"], new)
        by = {how: [key for key in new if self.columns[key].how == how] for how in get_args(How)}
        always = [ROW, HOME] if level == "person" else [HOME]
        shown = [column(name, "a") for name in dict.fromkeys([*always, *kept])]
        shown += [named(self.columns[key].formula, key[1]) for key in by["formula"]]
        joins: list[tuple[Sql, str, Sql, str]] = []
        if by["spread"]:
            joins.append((exp.to_table(now["household"]), "h", _same("a", HOME, "h", HOME), "inner"))
            shown += [named(column(self.columns[key].formula.name, "h"), key[1]) for key in by["spread"]]
        if by["aggregate"]:
            grouped = self._grouped(now["person"], by["aggregate"]).subquery(copy=False)
            joins.append((grouped, "g", _same("a", HOME, "g", HOME), "inner"))
            shown += [column(name, "g") for _, name in by["aggregate"]]
        if by["speaker"]:
            joins.append((exp.to_table(now["person"]), "s", _same("a", SPEAKER[1], "s", ROW), "inner"))
            shown += [named(column(self.columns[key].formula.name, "s"), key[1]) for key in by["speaker"]]
        for key in by["rank"]:
            ranks = self._ranked(now["person"], key).subquery(copy=False)
            joins.append((ranks, f"r{key[1]}", _same("a", ROW, f"r{key[1]}", RANKED), "left"))
            shown.append(column(key[1], f"r{key[1]}"))
        out = selecting(shown, exp.alias_(exp.to_table(now[level]), "a", table=True, copy=False))
        for table, name, on, how in joins:
            out = out.join(exp.alias_(table, name, table=True, copy=False), on=on, join_type=how, copy=False)
        return out

    def _grouped(self, persons: str, new: Sequence[Name]) -> exp.Select:
        """Aggregates of the persons of each household."""
        names = [named(self.columns[key].formula, key[1]) for key in new]
        return selecting([column(HOME), *names], persons).group_by(column(HOME), copy=False)

    def _ranked(self, persons: str, key: Name) -> exp.Select:
        """The rank of those entitled in their household; nobody else is ranked."""
        one = self.columns[key]
        names = [named(column(ROW), RANKED), named(one.formula, key[1])]
        return selecting(names, persons).where(one.where, copy=False)


def _same(left: str, a: str, right: str, b: str) -> Sql:
    return exp.EQ(this=column(a, left), expression=column(b, right))


# the tree is printed once and thrown away, so no part of it is copied on the way


def named(formula: Sql, name: str) -> Sql:
    """A formula under a name."""
    return exp.alias_(formula, name, quoted=True, copy=False)


def selecting(shown: Sequence[Sql], source: str | Sql) -> exp.Select:
    """A query of what is shown."""
    return exp.select(*shown, copy=False).from_(source, copy=False)
