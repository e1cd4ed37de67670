"""A comparison for its readers: in sentences, and as results that a report and a workbook can show."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from groundfloor.comparison import Comparison
from groundfloor.comparison.pair import APART, ONE_SURVEY, PANEL, SAME_PERSONS
from groundfloor.report.language import Language, languages, territory
from groundfloor.report.page import Page
from groundfloor.report.results import Results, Row, Words

KINDS = {APART: "samples", ONE_SURVEY: "groups", SAME_PERSONS: "persons", PANEL: "panel"}
GROWN = ("growth_mean", "growth_median", "growth_bottom40", "premium_bottom40")
HEADCOUNT, GAP = "fgt0", "fgt1"


def changed(found: Comparison) -> list[Row]:
    """The differences of everybody that a reader wants first: those of programmes, and what does not change, left out.

    >>> changed(Comparison("two groups", ("a", "b"), 1.0, {"differences": []}, (1.0, 2.0), (1, 1), 0.05))
    []
    """
    return [
        row
        for row in found.tables["differences"]
        if row["group"] == "all" and not row["programme"] and (row["change"] != 0 or row["se"] >= 0)
    ]


def told(found: Comparison, *, lang: str = "en") -> Iterator[str]:
    """The comparison in sentences, in paragraphs parted by an empty line; the table of differences is not among them.

    >>> import numpy as np
    >>> from groundfloor.comparison import compare_persons
    >>> from groundfloor.survey.frame import Survey
    >>> people = Survey("s", "X", 2020, {}, np.arange(4), np.ones(4), np.array([1.0, 2.0, 3.0, 6.0]), {"z": 2.5})
    >>> said = list(told(compare_persons(people, people.welfare, people.welfare * 2)))
    >>> said[0]
    'before (before) and after (after): the same 4 persons of the survey, errors person by person.'
    """
    say = Language(lang)
    about = About(say, found.kind, _called(found, say), found.tables, found.line_labels)
    yield from basis(found, say)
    for part in (about.decomposition(), about.growth(), about.dominance(), about.winners(found.threshold)):
        lines = list(part)
        if lines:
            yield ""
            yield from lines


def results(found: Comparison) -> Results:
    """Every table that has rows, as results for a report and a workbook."""
    said = [Language(code) for code in languages()]
    sentences = [list(_basis_of_report(found, say)) for say in said]
    both = {say.code: say.text("compare.both", **_named(found, say)) for say in said}
    return Results(
        country_name=territory(found.country),
        currency="LCU",
        year=found.year,
        horizon=found.year,
        synthetic=found.synthetic,
        survey_name=both,
        floor_label=both,
        scenario_labels={
            name: {say.code: _called(found, say)[k] for say in said} for k, name in enumerate(found.names)
        },
        programme_labels=found.programme_labels,
        tables={name: rows for name, rows in found.tables.items() if rows},
        assumptions=[
            {say.code: sentence for say, sentence in zip(said, one, strict=True)}
            for one in zip(*sentences, strict=True)
        ],
        line_labels=found.line_labels,
        title=both,
        kind=found.kind,
    )


def about(page: Page) -> About:
    """What there is to say about the comparison that a page shows."""
    results = page.results
    names = [page.names.scenario(name) for name in results.scenario_labels]
    return About(page.language, results.kind, (names[0], names[-1]), results.tables, results.line_labels)


def _called(found: Comparison, say: Language) -> tuple[str, str]:
    """What both distributions are called in a language."""
    first, second = (say.words(found.name_labels.get(name)) or name for name in found.names)
    return first, second


def _named(found: Comparison, say: Language) -> dict[str, str]:
    return dict(zip(("before", "after"), _called(found, say), strict=True))


def basis(found: Comparison, say: Language) -> Iterator[str]:
    """What is compared, and what a reader must know of it."""
    first, second = found.persons
    counted = {"n_before": say.number(first), "n_after": say.number(second), "in_both": say.number(found.in_both)}
    yield say.text(f"compare.{KINDS[found.kind]}", **_named(found, say), **counted)
    if found.deflator != 1:
        yield say.text("compare.deflator", factor=say.significant(found.deflator, 4))
    if found.synthetic:
        yield say.text("compare.invented")
    for note in found.notes:
        yield say.text(f"compare.{note}")
    if not found.tables["decomposition"]:
        yield say.text("compare.no_lines")


def _basis_of_report(found: Comparison, say: Language) -> Iterator[str]:
    yield from basis(found, say)
    low, high = map(say.significant, found.span)
    yield say.text("compare.span", low=low, high=high)
    if found.tables["winners"]:
        yield say.text("compare.threshold", threshold=say.percent(found.threshold, 0))


@dataclass(frozen=True)
class About:
    """What there is to say about a comparison of `kind` in one language; `names` are those of both distributions."""

    say: Language
    kind: str
    names: tuple[str, str]
    tables: Mapping[str, Sequence[Row]]
    line_labels: Mapping[str, Words]

    def text(self, key: str, **values: Any) -> str:
        """A message on comparisons."""
        return self.say.text(f"compare.{key}", **values)

    def line(self, name: str) -> str:
        """What a line is called."""
        return self.say.words(self.line_labels.get(name), name)

    def decomposition(self) -> Iterator[str]:
        """Growth, redistribution and line by Shapley; then each grouping variable."""
        rows = self.tables["decomposition"]
        for line in dict.fromkeys(row["line"] for row in rows):
            for index in (HEADCOUNT, GAP):
                told = self.from_change(line, index)
                if told:
                    yield told
            for variable in self.variables():
                yield "  " + self.from_groups(line, variable)

    def variables(self) -> list[str]:
        """The grouping variables of decompositions; the same persons stay in their groups, so that these say nothing."""
        groups = (row["group"] for row in self.tables["decomposition"] if row["method"] == "shapley_groups")
        return [] if self.kind == SAME_PERSONS else list(dict.fromkeys(one for one in groups if "=" not in one))

    def from_groups(self, line: str, variable: str) -> str:
        """How much of a change in the headcount comes from within groups, and how much from persons being of other groups."""
        parts = _values(self.tables["decomposition"], "shapley_groups", HEADCOUNT, line, variable)
        within, population = (self.say.points(parts[name]) for name in ("within", "population"))
        key = f"variable.{variable}"
        called = self.say.text(key) if self.say.has(key) else variable
        called = called[:1].lower() + called[1:]
        return self.text("groups_change", variable=called, within=within, population=population)

    def from_change(self, line: str, index: str) -> str:
        """Where the change of an index at a line comes from; empty where that is not known."""
        say, parts = self.say, _values(self.tables["decomposition"], "kolenikov_shorrocks", index, line, "all")
        if not parts or any(math.isnan(value) for value in parts.values()):
            return ""
        total = parts.pop("total")
        told = [
            self.text(name, value=say.points(value)) for name, value in parts.items() if name != "line" or value != 0
        ]
        return self.text(
            "from_change",
            total=say.points(total),
            index=self.text(f"index_{index}"),
            line=self.line(line),
            parts=say.listed(told),
        )

    def growth(self) -> Iterator[str]:
        """How much the mean, the median and the poorest 40 % grew, and what it did for the poor."""
        say, rows = self.say, self.tables["growth"]
        before, after = self.names
        groups = self.kind == ONE_SURVEY
        yield self.text("over_heading", before=before, after=after) if groups else self.text("growth_heading")
        for row in rows:
            if row["measure"] in GROWN and not math.isnan(row["value"]):
                ends = {
                    name: say.percent(None if math.isnan(row[column]) else row[column])
                    for name, column in (("low", "ci_low"), ("high", "ci_high"))
                }
                yield "  " + self.text(
                    "more", measure=self.text(row["measure"]), value=say.percent(row["value"]), **ends
                )
        for told in self.pro_poor():
            yield "  " + told

    def pro_poor(self) -> Iterator[str]:
        """At each line, how much those grew who were poor before; of two groups there is no such thing."""
        say, rows = self.say, self.tables["growth"]
        for row in rows:
            if row["measure"] == "ravallion_chen" and self.kind != ONE_SURVEY and not math.isnan(row["value"]):
                equivalent = next(
                    one["value"]
                    for one in rows
                    if (one["measure"], one["index"], one["line"]) == ("pegr", GAP, row["line"])
                )
                pegr = say.percent(None if math.isnan(equivalent) else equivalent)
                yield self.text(
                    "pro_poor",
                    line=self.line(row["line"]),
                    value=say.percent(row["value"]),
                    pegr=pegr,
                    index=self.text(f"index_{GAP}"),
                )

    def dominance(self) -> Iterator[str]:
        """Whether one is better off everywhere, and where not."""
        yield self.text("dominance_heading")
        for row in self.tables["dominance"]:
            yield "  " + self.verdict(row)

    def verdict(self, row: Row) -> str:
        """One finding on dominance."""
        say, (before, after) = self.say, self.names
        ends = {
            name: say.percent(row[column], 0) if "lorenz" in row["criterion"] else say.significant(row[column], 4)
            for name, column in (("low", "x_low"), ("high", "x_high"))
        }
        t = say.number(None if math.isnan(row["t"]) else row["t"], 1)
        equal = "_lorenz" if row["criterion"] == "lorenz" and row["finding"] in ("after", "before") else ""
        key = f"{row['scope']}_{row['finding']}{equal}"
        return self.text(key, what=self.text(row["criterion"]), before=before, after=after, t=t, **ends)

    def winners(self, threshold: float) -> Iterator[str]:
        """Who wins and loses, who enters and leaves poverty, and how many change places."""
        say = self.say
        everybody = {
            (row["measure"], row["line"]): row["value"] for row in self.tables["winners"] if row["group"] == "all"
        }
        if not everybody:
            return
        value = {measure: one for (measure, line), one in everybody.items() if line is None}
        yield self.text("winners_heading")
        shares = {
            name: say.percent(value[f"share_{measure}"])
            for name, measure in (("won", "winners"), ("lost", "losers"), ("same", "unchanged"))
        }
        gain, loss = value["mean_gain"], value["mean_loss"]
        key = "lose_none" if math.isnan(gain) or math.isnan(loss) else "winners"
        money = {} if key == "lose_none" else {"gain": say.significant(gain), "loss": say.significant(loss)}
        yield "  " + self.text(key, threshold=say.percent(threshold, 0), **shares, **money)
        yield from ("  " + one for one in self.moves(everybody))

    def moves(self, everybody: Mapping[tuple[str, str | None], float]) -> Iterator[str]:
        """Who enters and leaves poverty at each line, and how many change places; `everybody` has values by measure and line."""
        say = self.say
        for line in dict.fromkeys(line for _, line in everybody if line is not None):
            states = {"both": "poor_both", "neither": "poor_neither", "left": "left", "entered": "entered"}
            moved = {name: say.percent(everybody[state, line]) for name, state in states.items()}
            yield self.text("moves", line=self.line(line), **moved)
        effect, vertical, reranked = (
            everybody[name, None] for name in ("redistributive_effect", "vertical_equity", "reranking")
        )
        if not math.isnan(effect):
            yield self.text(
                "reranking",
                change=say.number(-effect, 4, sign=True),
                vertical=say.number(-vertical, 4, sign=True),
                reranked=say.number(reranked, 4, sign=True),
            )


def _values(rows: Iterable[Row], method: str, index: str, line: str, group: str) -> dict[str, float]:
    wanted = (method, index, line, group)
    return {
        row["component"]: row["value"]
        for row in rows
        if (row["method"], row["index"], row["line"], row["group"]) == wanted
    }
