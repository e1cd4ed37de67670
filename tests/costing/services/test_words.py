"""The words on services: none is left over, and every column and table has its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml

import groundfloor as gf
from groundfloor.api.services import report_services
from groundfloor.costing.services.tables import COLUMNS
from groundfloor.report.language import Language, languages, messages_of
from groundfloor.report.render import html
from groundfloor.report.services import sections, summary, write_book
from groundfloor.report.services.words import language
from groundfloor.report.workbook import write_workbook

from .describing import changed, number


def run(folder, floor=None, scenarios=None):
    """A run of the starter's pack with services of every sector and what the budget has for one."""
    pack = gf.new(folder / "nowhere")
    told = changed({"prices.non_tradable": "inflation", "sectors.education.budget": {"of_gdp": number(0.04)}})
    (pack / "services.yaml").write_text(yaml.safe_dump(told), encoding="utf-8")
    (file,) = (pack / "floors").glob("*.yaml")
    found = yaml.safe_load(file.read_text(encoding="utf-8"))
    found |= {"services": floor} if floor else {}
    found["scenarios"] |= scenarios or {}
    file.write_text(yaml.safe_dump(found), encoding="utf-8")
    return gf.results_of(pack, to=2026)


def test_no_message_is_left_over(monkeypatch, tmp_path):
    used: set[str] = set()

    def form(self: Language, key: str, values: Any, original: Any = Language._form) -> str:
        used.add(key)
        return original(self, key, values)

    monkeypatch.setattr(Language, "_form", form)
    found = gf.cost_services("gha", to=2026)
    list(summary(found))
    write_book(found, gf.read_country("gha"), tmp_path / "book.xlsx")
    report_services("gha", tmp_path / "page", to=2026)
    more = {"services": {"add": ["information"]}}
    for name, floor, scenarios in (("none", None, None), ("all", ["education", {"sector": "housing", "services": ["upgrading"]}], None),
                                   ("one", None, {"a": more}), ("two", None, {"a": more, "b": more})):  # fmt: skip
        (tmp_path / name).mkdir()
        results = run(tmp_path / name, floor, scenarios)
        html(results)
        write_workbook(results, tmp_path / "book.xlsx")
    html(results, package=sections)
    alone = [row for row in results.tables["costs"] if row["scenario"] == "a"]
    apart = [row | {"scenario": "floor"} for row in alone if row["programme"].startswith("services.")]
    html(replace(results, tables={**results.tables, "costs": apart}))
    for gone in (("total_pct_gdp",), ("variant",)):
        rows = [
            row | dict.fromkeys(gone) if row["variant"] != "base" or gone != ("variant",) else row
            for row in results.tables["services"]
        ]
        html(replace(results, tables={**results.tables, "services": rows}))
    own = {key for key in messages_of("en") if key.startswith("services.")}
    read = used | {
        f"services.{key}" for key in used
    }  # those on columns and tables have no prefix where the workbook reads them
    assert own - read == set()


@pytest.mark.parametrize("lang", languages())
def test_every_table_and_column_has_words(lang):
    say = language(lang)
    for table, columns in COLUMNS.items():
        assert say.text(f"tables.{table}.meaning")
        for column in columns:
            assert say.has(f"columns.{column}.label"), column
            assert say.has(f"columns.{column}.meaning"), column
