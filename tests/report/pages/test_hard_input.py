"""Pages of runs that lack much, of names without end and of money without number: nothing is lost, nothing runs over."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from groundfloor.report.charts.canvas import text_width
from groundfloor.report.language import Language, languages
from groundfloor.report.render import html
from groundfloor.report.results import Results

NAME = "A very long name of a programme that the ministry of social affairs insists on writing out in full, 2024/117-B"
WORD = "Sozialversicherungsfachangestelltenausbildungsförderungsverordnung"


@pytest.mark.parametrize("name", [NAME, WORD])
def test_names_without_end_stay_inside_their_charts(make: Callable[..., Results], name: str) -> None:
    full = make()
    kinds = ("programme_labels", "scenario_labels", "option_labels", "line_labels")
    text = html(make(**{kind: {key: {"en": name} for key in getattr(full, kind)} for kind in kinds}))
    for chart in re.findall(r'<svg class="chart".*?</svg>', text, re.DOTALL):
        (width,) = re.findall(r'viewBox="0 0 ([\d.]+) ', chart)
        for x, rest, words in re.findall(r'<text x="([\d.]+)"([^>]*)>([^<]*)</text>', chart):
            if "text-anchor" not in rest:
                assert float(x) + text_width(words) <= float(width) + 16, words


def test_small_shares_of_gdp_do_not_show_as_nothing() -> None:
    say = Language("en")
    assert [say.gdp(value) for value in (0.0012, 0.0, -0.004)] == [
        "0.001\xa0% of GDP",
        "0.0\xa0% of GDP",
        "−0.004\xa0% of GDP",
    ]


@pytest.mark.parametrize("lang", languages())
def test_one_programme_one_option_no_financing_no_welfare(
    make: Callable[..., Results], read: Callable[[str], Any], lang: str
) -> None:
    full = make()
    floor = next(iter(full.scenario_labels))
    kept = {
        name: [
            row
            for row in rows
            if row.get("programme") in (None, "child_grant") and row.get("scenario") in (None, "today", floor)
        ]
        for name, rows in full.tables.items()
        if name not in ("financing", "impact", "measures")
    }
    results = make(tables=kept, scenario_labels={floor: full.scenario_labels[floor]}, option_labels={})
    page, say = read(html(results, lang)), Language(lang)
    for key in ("options.alone", "paid.options.empty", "gains.poverty.empty", "gains.incidence.empty"):
        assert say.text(key).replace("\xa0", " ") in page.text
    assert not re.search(r"\b(nan|inf|None)\b", page.text)


def test_a_french_page_is_french(make: Callable[..., Results], read: Callable[[str], Any]) -> None:
    full = make()
    told = {"en": "Something told in English.", "fr": "Une chose dite en français."}
    labels = {f"region={name}": {"en": name, "fr": f"Région {name}"} for name in ("Oti", "Volta", "Upper West")}
    text = read(
        html(
            make(
                group_labels=labels,
                programme_texts=dict.fromkeys(full.programme_labels, told),
                scenario_texts=dict.fromkeys(full.scenario_labels, told),
                survey_name=told,
                tables=dict(full.tables) | {"findings": [{"severity": "note", "check": "c", "variable": "v", "rows": 1, "message": told}]},
            ),
            "fr",
        )
    ).text  # fmt: skip
    assert "Une chose dite en français." in text
    assert "English" not in text
    assert "Région Upper West" in text


def test_what_the_pack_says_in_one_language_is_marked(results: Results) -> None:
    assert 'lang="en">Ministry of Gender' in html(results, "fr")
    assert 'lang="en">Ministry of Gender' not in html(results, "en")


def test_spaces_of_a_pack_do_not_break_before_signs() -> None:
    assert Language("fr").words({"fr": "de 5,0 % : « oui » ; non"}) == "de 5,0\xa0%\xa0: «\xa0oui\xa0»\xa0; non"


def test_tables_shown_in_blocks_keep_their_roles(results: Results, read: Callable[[str], Any]) -> None:
    page = read(html(results))
    stacked = [one for one in page.all("table") if one.get("role") == "table"]
    assert 2 <= len(stacked) < len(page.all("table"))
    cells = [one for one in page.all("td") if one.get("role") == "cell"]
    assert cells
    assert all(one.get("data-heading") for one in cells)
