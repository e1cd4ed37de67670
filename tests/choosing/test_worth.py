"""What a little more of a limit would close, said for every kind of limit in every language."""

from __future__ import annotations

from typing import Any

import pytest

from groundfloor.report.choosing import worth
from groundfloor.report.language import Language, languages, messages_of
from groundfloor.report.page import Page
from groundfloor.report.results import Results

LIMITS = (
    ("envelope", "all", 2026, 1e9, 0.5),
    ("envelope", "all", 2027, 1e9, 0.8),
    ("debt_ceiling", "all", 2027, 60.0, 3e6),
    ("commitment", "grant", 2027, 0.5, 2e8),
    ("capacity", "all", 2026, 1e5, 900.0),
    ("capacity", "grant", 2026, 1e4, 700.0),
    ("capacity", "pension", 2026, 1e4, 0.0),
)


def page(lang: str, kind: str, limits: Any = LIMITS) -> Page:
    names = ("limit", "programme", "year", "allowed", "shadow_price")
    label = {"en": "Grant", "fr": "Allocation"}
    return Page(
        Results(
            {"en": "Nowhere"}, "NOD", 2026, 2027, False, "none", {"en": "A floor"}, {"chosen": {}}, {"grant": label},
            {"limits": [dict(zip(names, one, strict=True)) for one in limits]}, kind=kind, price_year=2025,
        ),
        Language(lang),
    )  # fmt: skip


def said(lang: str, kind: str, limits: Any = LIMITS) -> list[str]:
    found = worth.content(page(lang, kind, limits))
    return [] if found is None else [str(text).replace("\xa0", " ") for _kind, text in found["parts"]]


def test_a_hundredth_more_of_the_envelope_is_its_shadow_price_times_a_hundredth() -> None:
    first = said("en", "poverty_gap")[0]
    assert first == (
        "NOD 10.0 million more in the envelope of 2027 would close NOD 8.0 million more of the poverty gap "
        "(prices of 2025, all years together)."
    )


def test_every_limit_that_is_felt_is_spoken_of_once() -> None:
    assert len(said("en", "poverty_gap")) == 5
    assert said("en", "", [("envelope", "all", 2026, 1e9, 0.0)]) == []


@pytest.mark.parametrize("lang", languages())
def test_every_sentence_is_used(monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    used: set[str] = set()
    original = Language._form

    def form(self: Language, key: str, values: Any) -> str:
        used.add(key)
        return original(self, key, values)

    monkeypatch.setattr(Language, "_form", form)
    said(lang, "poverty_gap")
    said(lang, "")
    assert {key for key in messages_of(lang) if key.startswith("choosing.worth.")} <= used
