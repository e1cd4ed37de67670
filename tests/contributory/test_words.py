"""The words of the page on contributory schemes."""

from __future__ import annotations

from typing import Any

from groundfloor import project_contributory
from groundfloor.report.contributory.page import html
from groundfloor.report.contributory.writing import write_book
from groundfloor.report.language import Language, messages_of

# columns and tables have no prefix where the workbook reads them; Ghana has not every branch, and knows its amounts and people;
# sentences of a run are gone through with its report
ELSEWHERE = (
    "columns.",
    "tables.",
    "branch.",
    "money.unknown",
    "money.exhausted",
    "people.nobody",
    "variant.reform",
    "run.",
    "live.",
)


def test_no_message_is_left_over(monkeypatch, tmp_path):
    used: set[str] = set()

    def form(self: Language, key: str, values: Any, original: Any = Language._form) -> str:
        used.add(key.removeprefix("contributory."))
        return original(self, key, values)

    monkeypatch.setattr(Language, "_form", form)
    found = project_contributory("gha", to=2030, accounts=True)
    html(found)
    write_book(found, tmp_path / "book.xlsx")
    known = {key.removeprefix("contributory.") for key in messages_of("en") if key.startswith("contributory.")}
    assert {key for key in known - used if not key.startswith(ELSEWHERE)} == set()
