"""A comparison in words, for who reads it at the command line."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from groundfloor.comparison import Comparison
from groundfloor.comparison.pair import APART, ONE_SURVEY, PANEL, SAME_PERSONS
from groundfloor.report.language import Language, messages_of

MESSAGES = Path(__file__).parent / "messages"
KINDS = {APART: "samples", ONE_SURVEY: "groups", SAME_PERSONS: "persons", PANEL: "panel"}
GROWN = ("growth_mean", "growth_median", "growth_bottom40", "premium_bottom40")
HEADCOUNT, GAP = "fgt0", "fgt1"

Row = Mapping[str, Any]


@cache
def speaking(code: str) -> Language:
    """The language with the texts of comparisons.

    >>> speaking("fr").text("growth_heading")
    'Croissance'
    """
    import yaml

    known = messages_of(code)
    ours = yaml.load((MESSAGES / f"{code}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return Language(code, {**known, **ours})


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
    say = speaking(lang)
    yield from _whose(found, say)
    for part in (_decomposition, _growth, _dominance, _winners):
        lines = list(part(found, say))
        if lines:
            yield ""
            yield from lines


def _whose(found: Comparison, say: Language) -> Iterator[str]:
    before, after = found.names
    first, second = found.persons
    counts = {"n_before": say.number(first), "n_after": say.number(second), "in_both": say.number(found.in_both)}
    yield say.text(KINDS[found.kind], before=before, after=after, **counts)
    if found.deflator != 1:
        yield say.text("deflator", factor=say.significant(found.deflator, 4))
    if found.synthetic:
        yield say.text("invented")
    for note in found.notes:
        yield say.text(note)
    if not found.tables["decomposition"]:
        yield say.text("no_lines")


def _decomposition(found: Comparison, say: Language) -> Iterator[str]:
    """Growth, redistribution and line by Shapley; then each grouping variable."""
    rows = found.tables["decomposition"]
    for line in dict.fromkeys(row["line"] for row in rows):
        for index in (HEADCOUNT, GAP):
            parts = _values(rows, "kolenikov_shorrocks", index, line, "all")
            if any(math.isnan(value) for value in parts.values()):
                continue
            total = parts.pop("total")
            told = [
                say.text(name, value=say.points(value)) for name, value in parts.items() if name != "line" or value != 0
            ]
            yield say.text(
                "from_change",
                total=say.points(total),
                index=say.text(f"index_{index}"),
                line=_line(found, say, line),
                parts=say.listed(told),
            )
        groups = (row["group"] for row in rows if row["method"] == "shapley_groups")
        variables = [] if found.kind == SAME_PERSONS else dict.fromkeys(one for one in groups if "=" not in one)
        for variable in variables:
            parts = _values(rows, "shapley_groups", HEADCOUNT, line, variable)
            within, population = (say.points(parts[name]) for name in ("within", "population"))
            yield "  " + say.text("groups_change", variable=variable, within=within, population=population)


def _line(found: Comparison, say: Language, name: str) -> str:
    """What a line is called."""
    return say.words(found.line_labels.get(name), name)


def _values(rows: Any, method: str, index: str, line: str, group: str) -> dict[str, float]:
    wanted = (method, index, line, group)
    return {
        row["component"]: row["value"]
        for row in rows
        if (row["method"], row["index"], row["line"], row["group"]) == wanted
    }


def _growth(found: Comparison, say: Language) -> Iterator[str]:
    rows = found.tables["growth"]
    before, after = found.names
    groups = found.kind == ONE_SURVEY
    yield say.text("over_heading", before=before, after=after) if groups else say.text("growth_heading")
    for row in rows:
        if row["measure"] in GROWN and not math.isnan(row["value"]):
            ends = {
                name: say.percent(None if math.isnan(row[column]) else row[column])
                for name, column in (("low", "ci_low"), ("high", "ci_high"))
            }
            yield "  " + say.text("more", measure=say.text(row["measure"]), value=say.percent(row["value"]), **ends)
    for row in rows:
        if row["measure"] == "ravallion_chen" and not groups and not math.isnan(row["value"]):
            equivalent = next(
                one["value"]
                for one in rows
                if (one["measure"], one["index"], one["line"]) == ("pegr", GAP, row["line"])
            )
            pegr = say.percent(None if math.isnan(equivalent) else equivalent)
            yield "  " + say.text(
                "pro_poor",
                line=_line(found, say, row["line"]),
                value=say.percent(row["value"]),
                pegr=pegr,
                index=say.text(f"index_{GAP}"),
            )


def _dominance(found: Comparison, say: Language) -> Iterator[str]:
    before, after = found.names
    yield say.text("dominance_heading")
    for row in found.tables["dominance"]:
        ends = {
            name: say.percent(row[column], 0) if "lorenz" in row["criterion"] else say.significant(row[column], 4)
            for name, column in (("low", "x_low"), ("high", "x_high"))
        }
        t = say.number(None if math.isnan(row["t"]) else row["t"], 1)
        equal = "_lorenz" if row["criterion"] == "lorenz" and row["finding"] in ("after", "before") else ""
        key = f"{row['scope']}_{row['finding']}{equal}"
        yield "  " + say.text(key, what=say.text(row["criterion"]), before=before, after=after, t=t, **ends)


def _winners(found: Comparison, say: Language) -> Iterator[str]:
    everybody = {
        (row["measure"], row["line"]): row["value"] for row in found.tables["winners"] if row["group"] == "all"
    }
    if not everybody:
        return
    value = {measure: one for (measure, line), one in everybody.items() if line is None}
    yield say.text("winners_heading")
    shares = {
        name: say.percent(value[f"share_{measure}"])
        for name, measure in (("won", "winners"), ("lost", "losers"), ("same", "unchanged"))
    }
    gain, loss = value["mean_gain"], value["mean_loss"]
    key = "lose_none" if math.isnan(gain) or math.isnan(loss) else "winners"
    money = {} if key == "lose_none" else {"gain": say.significant(gain), "loss": say.significant(loss)}
    yield "  " + say.text(key, threshold=say.percent(found.threshold, 0), **shares, **money)
    for line in dict.fromkeys(line for _, line in everybody if line is not None):
        states = {"both": "poor_both", "neither": "poor_neither", "left": "left", "entered": "entered"}
        moved = {name: say.percent(everybody[state, line]) for name, state in states.items()}
        yield "  " + say.text("moves", line=_line(found, say, line), **moved)
    if not math.isnan(value["redistributive_effect"]):
        yield "  " + say.text(
            "reranking",
            change=say.number(-value["redistributive_effect"], 4, sign=True),
            vertical=say.number(-value["vertical_equity"], 4, sign=True),
            reranked=say.number(value["reranking"], 4, sign=True),
        )
