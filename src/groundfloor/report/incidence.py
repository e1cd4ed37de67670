"""Fiscal incidence for its readers: its tables as results that a report and a workbook can show, and a summary for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.fiscal import FiscalIncidence
from groundfloor.fiscal.kinds import CONCEPTS, PREFISCAL
from groundfloor.report.findings import finding_rows
from groundfloor.report.language import Language, languages
from groundfloor.report.page import Page
from groundfloor.report.results import COLUMNS, FISCAL, Results, Row, Words
from groundfloor.report.surveyed import results_on

TABLE = "table"
ITEMS = ("item", "kind", "amount_lcu", "payers", "factor", "progressivity")
EFFECTS = ("average_rate", "concentration", "kakwani", "vertical_equity", "reranking", "redistributive_effect")
INEQUALITY = ("mean_welfare", "gini", "palma")
OF_GINI = ("marginal_contribution_gini", "impact_effectiveness_gini", "spending_effectiveness_gini")
OF_POVERTY = ("marginal_contribution_fgt0", "marginal_contribution_fgt1")


# concepts in the order in which taxes and benefits are counted; taxable income lies beside the way
PATH = tuple(concept for concept in CONCEPTS if concept != "taxable")


def results(found: FiscalIncidence) -> Results:
    """Every table, the findings first, as results for a report and a workbook."""
    return results_on(
        found.survey,
        floor_label={"en": found.described.name},
        programme_labels={name: label for name in found.amounts if (label := _label(found, name))},
        tables={"findings": finding_rows(found.findings), **found.tables},
        assumptions=[
            _assumption(found, key)
            for key in (f"welfare.{found.described.welfare_is}", found.pensions, "law", "accounting")
        ],
        title={"en": found.described.name},
    )


def _label(found: FiscalIncidence, name: str) -> Words:
    """What the file calls an item, else what the survey calls the transfer that it is."""
    item = found.amounts[name].item
    transfer = found.survey.transfers.get(item.form.transfer or "")
    return item.label or (transfer.label if transfer is not None else {})


def _assumption(found: FiscalIncidence, key: str) -> Words:
    """What a reader must know, in each language."""
    date = found.described.date
    said = {code: Language(code) for code in languages()}
    return {code: say.text(f"fiscal.assumption.{key}", date=say.date(date)) for code, say in said.items()}


def start(page: Page) -> str:
    """The concept before taxes and benefits; under PGT it is market income."""
    shown = page.view.distinct("fiscal_concepts", "concept")
    return PREFISCAL if PREFISCAL in shown else PATH[0]


def ends(page: Page) -> list[str]:
    """The concepts after taxes and benefits, the one that counts most last."""
    return page.view.distinct("fiscal_contributions", "concept")


def summary(found: FiscalIncidence, lang: str = "en") -> Iterator[tuple[str, Sequence[Row], Sequence[str]]]:
    """The figures over everybody, a small table a subject: its heading in a language, its rows and its columns."""
    say, tables = Language(lang), found.tables
    yield say.text("tables.fiscal_items.meaning"), tables["fiscal_items"], ITEMS
    parts: Mapping[str, tuple[tuple[str, ...], Iterable[str]]] = {
        "fiscal_concepts": (("concept",), (*INEQUALITY, "fgt0", "fgt1")),
        "fiscal_redistribution": (("item", "concept"), EFFECTS),
        "fiscal_contributions": (("item", "concept"), (*OF_GINI, *OF_POVERTY)),
        "fiscal_impoverishment": (
            ("concept",),
            (
                "fiscal_impoverishment_headcount",
                "fiscal_impoverishment_per_capita",
                "fiscal_gains_to_the_poor_headcount",
                "fiscal_gains_to_the_poor_per_capita",
            ),
        ),
    }
    for table, (by, measures) in parts.items():
        rows = _across(tables[table], by, tuple(measures))
        columns = list(dict.fromkeys(column for row in rows for column in row))
        yield say.text(f"tables.{table}.meaning"), rows, columns


def _across(rows: Iterable[Row], by: tuple[str, ...], measures: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rows over everybody with a column a measure (and line), one row a combination of `by`."""
    out: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        if row["group"] == "all" and row["measure"] in measures:
            key = tuple(row[name] for name in by)
            line = f" {row['line']}" if row["line"] else ""
            out.setdefault(key, dict(zip(by, key, strict=True)))[f"{row['measure']}{line}"] = row["value"]
    return list(out.values())


def stacked(found: FiscalIncidence, table: str | None) -> tuple[Sequence[Row], Sequence[str]]:
    """The rows of one table and its columns; without a name, of all that hold figures, with their table first."""
    if table is None:
        rows = [{TABLE: name, **row} for name, rows in found.tables.items() if COLUMNS[name] == FISCAL for row in rows]
        return rows, (TABLE, *FISCAL)
    if table not in found.tables:
        raise GroundfloorError(
            f"There is no table {table!r}",
            expected=f"one of {', '.join(found.tables)}",
            hint=nearest(table, found.tables),
        )
    return found.tables[table], COLUMNS[table]
