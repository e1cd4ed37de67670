"""Numbers and words as readers of each language write them."""

from __future__ import annotations

import pytest

from groundfloor.report.language import ABSENT, Language

EN, FR = Language("en"), Language("fr")


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (12.4e9, "GHS 12.4 billion", "12,4 milliards de GHS"),
        (1.2e9, "GHS 1.2 billion", "1,2 milliard de GHS"),
        (2.34e12, "GHS 2.3 trillion", "2,3 mille milliards de GHS"),
        (345e9, "GHS 345 billion", "345 milliards de GHS"),
        (999.96e6, "GHS 1.0 billion", "1,0 milliard de GHS"),
        (345210.0, "GHS 345,000", "345 000 GHS"),
        (12345.0, "GHS 12,300", "12 300 GHS"),
        (1344.4, "GHS 1,344", "1 344 GHS"),
        (-2.5e9, "GHS −2.5 billion", "−2,5 milliards de GHS"),
        (0.0, "GHS 0", "0 GHS"),
        (None, ABSENT, ABSENT),
    ],
)
def test_money(value: float | None, english: str, french: str) -> None:
    assert plain(EN.money(value, "GHS")) == english
    assert plain(FR.money(value, "GHS")) == french


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (1.94e6, "1.9 million recipients", "1,9 million de bénéficiaires"),
        (2.0e6, "2.0 million recipients", "2,0 millions de bénéficiaires"),
        (345210.0, "345,000 recipients", "345 000 bénéficiaires"),
        (1.0, "1 recipient", "1 bénéficiaire"),
        (0.0, "0 recipients", "0 bénéficiaire"),
    ],
)
def test_recipients_in_the_plural_of_the_language(value: float, english: str, french: str) -> None:
    assert plain(EN.recipients(value)) == english
    assert plain(FR.recipients(value)) == french


def test_shares_keep_what_is_nearly_nothing_apart_from_nothing() -> None:
    assert plain(EN.percent(0.0, 0)) == "0 %"
    assert plain(EN.percent(0.004, 0)) == "0.4 %"
    assert plain(EN.percent(0.997, 0)) == "99.7 %"
    assert plain(EN.percent(1.0, 0)) == "100 %"
    assert plain(EN.gdp(0.04)) == "0.04 % of GDP"
    assert plain(EN.gdp(2.1)) == "2.1 % of GDP"
    assert plain(FR.gdp(2.1)) == "2,1 % du PIB"
    assert EN.gdp(None) == EN.percent(None) == EN.points(None) == EN.million(None) == ABSENT


def test_signs() -> None:
    assert EN.number(-0.04, 1) == "0.0"
    assert EN.number(3.0, 1, sign=True) == "+3.0"
    assert plain(EN.points(-0.042)) == "−4.2 percentage points"
    assert plain(FR.points(-0.012)) == "−1,2 point de pourcentage"
    assert FR.between(-4.9, -3.5) == "−4,9\xa0à\xa0−3,5"
    assert FR.between(None, 1.0) == ABSENT


def test_millions_in_a_column() -> None:
    assert [EN.million(value) for value in (0.0, 2.5e6, 1.2345e9)] == ["0", "2.5", "1,234"]


def test_lists_and_labels() -> None:
    assert EN.listed([]) == ""
    assert EN.listed(["a"]) == "a"
    assert EN.listed(["a", "b", "c"]) == "a, b and c"
    assert EN.words({"fr": "Santé"}, "health") == "Santé"
    assert EN.words({}, "working_age") == "Working age"
    assert EN.words("as it is") == "as it is"
    assert EN.group("all") == "all"
    assert EN.group("region=Upper East") == "Upper East"
    assert FR.group("sex=female") == "Femmes et filles"


def test_figures_are_bold_and_words_escaped() -> None:
    from markupsafe import escape

    text = EN.strong("summary.reach.item", n="<5>", programme=escape("<b>"))
    assert str(text) == "<strong>&lt;5&gt;</strong> (&lt;b&gt;)"
    assert str(EN.listed([text, text])).count("<strong>") == 2


def test_a_language_read_from_the_right_can_be_added() -> None:
    arabic = Language("ar", messages={"a": {"one": "x", "other": "y"}})
    assert arabic.direction == "rtl"
    assert arabic.text("a", count=7) == "y"
