"""The page as a whole: well formed, self-contained, accessible, the same each time, quick."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundfloor.errors import GroundfloorError
from groundfloor.report.language import languages
from groundfloor.report.render import html, render, section_modules
from groundfloor.report.results import Results

Read = Callable[[str], Any]


@pytest.mark.parametrize("lang", languages())
def test_the_page_is_well_formed_and_names_its_language(results: Results, read: Read, lang: str) -> None:
    page = read(html(results, lang))
    assert page.all("html") == [{"lang": lang, "dir": "ltr"}]
    names = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(names) == len(set(names))


def test_nothing_is_loaded_from_anywhere(results: Results, read: Read) -> None:
    text = html(results)
    page = read(text)
    for tag in ("script", "link", "img", "iframe", "object", "embed", "video", "base"):
        assert not page.all(tag)
    for _, attributes in page.elements:
        assert not any(value and "://" in value for name, value in attributes.items() if name != "lang")
        assert not any(name.startswith("on") for name in attributes)
    assert "@import" not in text
    assert "default-src 'none'" in text
    assert set(re.findall(r"url\(([^)]*)\)", text)) == {
        u for u in re.findall(r"url\(([^)]*)\)", text) if u.startswith("#")
    }
    names = {attributes.get("id") for _, attributes in page.elements}
    assert {u[1:] for u in re.findall(r"url\((#[^)]*)\)", text)} <= names


def test_landmarks_headings_and_links_hold_together(results: Results, read: Read) -> None:
    page = read(html(results))
    for landmark in ("header", "nav", "main", "footer"):
        assert len(page.all(landmark)) == 1
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))
    names = {attributes.get("id") for _, attributes in page.elements}
    links = [attributes["href"] for attributes in page.all("a")]
    assert links[0] == "#content"
    assert all(str(link)[1:] in names for link in links)
    # all but those on essential services and contributory schemes, of which this run has none
    assert len(page.all("section")) == len(section_modules()) - 2 == len(links) - 1
    labels = [label for _, attributes in page.elements if (label := attributes.get("aria-labelledby"))]
    assert {name for label in labels for name in label.split()} <= names


def test_every_table_has_caption_and_scopes(results: Results, read: Read) -> None:
    page = read(html(results))
    assert len(page.all("caption")) == len(page.all("table")) > 10
    assert all(attributes.get("scope") in ("col", "row") for attributes in page.all("th"))


def test_every_chart_has_title_and_description_and_its_figures(results: Results, read: Read) -> None:
    text = html(results)
    charts = re.findall(r'<svg class="chart" role="img".*?</svg>', text, re.DOTALL)
    figures = re.findall(r"<figure .*?</figure>", text, re.DOTALL)
    assert len(figures) == 19
    assert len(charts) == 2 * len(figures)
    for chart in charts:
        (title,), (description,) = (
            re.findall("<title[^>]*>(.+?)</title>", chart),
            re.findall("<desc[^>]*>(.+?)</desc>", chart),
        )
        assert title.endswith(".")
        assert description.endswith(".")
        assert not re.search(r"\b(nan|inf|None)\b", chart)
    assert all("<details>" in figure and "<table" in figure for figure in figures)


def test_synthetic_households_are_marked_wherever_their_figures_stand(
    results: Results, make: Callable[..., Results], read: Read
) -> None:
    text = html(results)
    assert 'class="banner"' in text
    for name, caption in re.findall(r'<figure id="figure-([\w-]+)">\s*(<figcaption>.*?</figcaption>)', text, re.DOTALL):
        of_households = "recurrent options" not in caption and not name.startswith("economy-")
        assert ('class="badge"' in caption) == of_households
    observed = html(make(synthetic=False))
    assert "ynthetic" not in read(observed).text.replace(results.survey_name, "").replace(
        "How well the synthetic households fit", ""
    )
    assert 'class="badge"' not in observed


def test_the_same_results_give_the_same_page(results: Results) -> None:
    assert html(results, "fr") == html(results, "fr")


def test_it_is_written_where_asked(results: Results, tmp_path: Path) -> None:
    path = render(results, tmp_path / "new", lang="fr", page="rapport.html")
    assert path == tmp_path / "new" / "rapport.html"
    assert path.read_bytes().count(b"\r") == 0


def test_an_unknown_language_is_refused_and_nothing_written(results: Results, tmp_path: Path) -> None:
    with pytest.raises(GroundfloorError, match=r"'xx'.*\ben, .*\bfr\b"):
        render(results, tmp_path / "out", lang="xx")
    assert not (tmp_path / "out").exists()


def test_hostile_words_stay_words(make: Callable[..., Results], read: Read) -> None:
    evil = '<script>alert("1")</script>{0}{count}'
    words = {"en": evil}
    full = make()
    hostile = make(
        country_name=words,
        survey_name=evil,
        floor_label=words,
        currency=evil,
        fingerprint=evil,
        sources=[evil],
        assumptions=[words],
        scenario_labels=dict.fromkeys(full.scenario_labels, words),
        programme_labels=dict.fromkeys(full.programme_labels, words),
        option_labels=dict.fromkeys(full.option_labels, words),
        line_labels=dict.fromkeys(full.line_labels, words),
        tables={
            name: [{key: evil if key in ("message", "source", "law", "cell", "unit", "note") else value for key, value in row.items()} for row in rows]
            for name, rows in full.tables.items()
        },
    )  # fmt: skip
    for lang in languages():
        text = html(hostile, lang)
        page = read(text)
        assert "<script" not in text
        assert page.all("script") == []
        assert evil in page.text


def test_a_hostile_group_stays_words(without: Callable[..., Results], make: Callable[..., Results]) -> None:
    tables = dict(make().tables)
    tables["gaps"] = [row | {"group": row["group"].replace("Oti", "<b onclick=x>")} for row in tables["gaps"]]
    text = html(make(tables=tables))
    assert "<b onclick" not in text
    assert "&lt;b onclick=x&gt;" in text


@pytest.mark.parametrize("lang", languages())
def test_every_lack_gives_a_page_without_stray_values(
    variants: list[Results], read: Callable[[str], Any], lang: str
) -> None:
    for results in variants:
        text = read(html(results, lang)).text
        for stray in ("nan", "None", "inf"):
            assert f" {stray} " not in text


def test_a_run_without_anything_says_so_in_each_section(
    make: Callable[..., Results], read: Callable[[str], Any]
) -> None:
    text = read(html(make(tables={}, scenario_labels={}, sources=(), assumptions=()))).text
    for words in (
        "This run has no table of gaps", "Nothing was costed in this run", "Which tenths of the people receive",
        "No financing option was assessed", "could not be set against each other", "public debt is not known",
        "describes no scheme", "found nothing to report", "Nobody was left undecided", "names no sources", "states no assumptions",
    ):  # fmt: skip
        assert words in text, words
    assert "How well the synthetic households fit" not in text
