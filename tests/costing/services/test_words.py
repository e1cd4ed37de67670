"""The words on services: none is left over, and every column and table has its own."""

from __future__ import annotations

from typing import Any

import pytest

import groundfloor as gf
from groundfloor.costing.services.tables import COLUMNS
from groundfloor.report.language import Language, languages, messages_of
from groundfloor.report.services import summary, write_book
from groundfloor.report.services.writing import language


def test_no_message_is_left_over(monkeypatch, tmp_path):
    used: set[str] = set()

    def form(self: Language, key: str, values: Any, original: Any = Language._form) -> str:
        used.add(key)
        return original(self, key, values)

    monkeypatch.setattr(Language, "_form", form)
    found = gf.cost_services("gha", to=2026)
    list(summary(found))
    write_book(found, gf.read_country("gha"), tmp_path / "book.xlsx")
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
