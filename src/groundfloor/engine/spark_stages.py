"""One query in stages for Spark: what is of a household stands beside each of its members, by windows.

Spark writes a common table expression out wherever it is named, so that persons who read households who read persons would be read
twice at each stage. With windows every stage reads the one before it, and all of them ask for the same thing: the members of a household
together and in order. So the persons are moved between the machines once, however many programmes there are, and a household's sum is
added in the order of its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlglot import exp

from groundfloor.engine.formulas import Sql, both, case, column
from groundfloor.engine.stages import HOME, LEVELS, PERSONS, ROW, SPEAKER, Name, Stages, named, selecting


@dataclass
class WindowStages(Stages):
    """The columns of a query for Spark; `carried` are columns of the table of persons that the result has too, beside the household."""

    carried: tuple[str, ...] | None = None

    def query(
        self,
        results: Mapping[str, tuple[Sql, Iterable[Name]]],
        *,
        listed: Sql | None,
        ordered: bool,
        materialized: bool | None = None,
    ) -> exp.Select:
        """The whole query: `results` by name and what is carried; only the rows that are `listed`, in order if wanted."""
        last = 1 + max(one.stage for one in self.columns.values())
        until = self._until([need for _, needs in results.values() for need in needs], last)
        always = list(dict.fromkeys([ROW, HOME, *(self.carried or ())]))
        tables: list[tuple[str, Sql]] = []
        now = ""
        for stage in range(last):
            of = {
                level: [key for key in self.columns if key[0] == level and until.get(key, 0) > stage]
                for level in LEVELS
            }
            new = {level: [key for key in keys if self.columns[key].stage == stage] for level, keys in of.items()}
            for level in LEVELS:
                if not new[level] and now:
                    continue
                # a household's new column is made of what its members have by now
                first = level == "person" and bool(new["household"])
                kept = [
                    key[1]
                    for key, one in self.columns.items()
                    if until.get(key, 0) > stage - first
                    and (one.stage < stage or (level == "household" and key[0] == "person" and one.stage == stage))
                ]
                fresh = {key[1] for key in new[level]}
                shown = [column(name) for name in dict.fromkeys([*always, *kept]) if name not in fresh]
                select = selecting(
                    [*shown, *(named(self._formula(key), key[1]) for key in new[level])],
                    now or exp.Table(this=exp.to_identifier(PERSONS, quoted=True)),
                )
                now = f"{level}_{stage}"
                tables.append((now, select))
        beside = [ROW] if self.carried is None else always
        shown = [column(name) for name in beside] + [named(sql, name) for name, (sql, _) in results.items()]
        out = selecting(shown, now)
        if listed is not None:
            out = out.where(listed, copy=False)
        if ordered:
            out = out.order_by(column(ROW), copy=False)
        for name, table in tables:
            out = out.with_(name, as_=table, copy=False)
        return out

    def _formula(self, key: Name) -> Sql:
        """How a column is had beside each person."""
        one = self.columns[key]
        if one.how == "aggregate":
            return _over_household(one.formula)
        if one.how == "speaker":
            speaks = both(exp.EQ, column(ROW), column(SPEAKER[1]))
            return _over_household(exp.Max(this=case((speaks, one.formula))))
        if one.how == "rank" and one.where is not None:
            window = one.formula.copy()
            # those who are not entitled are ranked among themselves, and nobody reads it
            window.args["partition_by"].append(one.where.copy())
            return case((one.where, window))
        return one.formula


def _over_household(formula: Sql) -> Sql:
    """Each aggregate in a formula as a window over the members; a sum in the order of their rows."""
    formula = exp.Paren(this=formula.copy())
    for one in list(formula.find_all(exp.AggFunc)):
        one.replace(_window(one.copy()))
    return formula


def _window(aggregate: Sql) -> Sql:
    window = exp.Window(this=aggregate, partition_by=[column(HOME)])
    if isinstance(aggregate, exp.Sum):
        # nothing else hangs on the order, and what is not ordered needs no sort of its own
        window.set("order", exp.Order(expressions=[exp.Ordered(this=column(ROW), nulls_first=True)]))
        whole = {"start": "UNBOUNDED", "start_side": "PRECEDING", "end": "UNBOUNDED", "end_side": "FOLLOWING"}
        window.set("spec", exp.WindowSpec(kind="ROWS", **whole))
    return window
