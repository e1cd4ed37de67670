"""Slides with native charts: a presenter can change them, and each says in its notes what its figures come from."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.util import Inches, Pt

from groundfloor.report.view import present
from groundfloor_web.awareness.told import Told
from groundfloor_web.core.languages import direction
from groundfloor_web.core.words import said

WIDE, HIGH = Inches(13.333), Inches(7.5)
TITLE_ONLY, TITLE_AND_TEXT = 5, 1
ROOM = 600  # letters of the larger size that a slide has room for


def slides(one: Told) -> bytes:
    """The slides of a brief in its language."""
    with override(one.language):
        deck = Presentation()
        deck.slide_width, deck.slide_height = WIDE, HIGH
        _title(deck, one)
        _text(deck, one, _("What the floor would do"), _sentences(one))
        _costs(deck, one)
        _poverty(deck, one)
        _financing(deck, one)
        if one.brief.nothing:
            _text(deck, one, _("What doing nothing would mean"), _lines(one, one.brief.nothing))
        if counted := one.of_doing_nothing():
            _text(deck, one, _("What doing nothing costs"), counted)
        if one.messages:
            _text(deck, one, _("Key messages"), [said(message.text, one.language)[0] for message in one.messages])
        if one.brief.asks:
            _text(deck, one, _("What is asked"), _lines(one, one.brief.asks))
        written = io.BytesIO()
        deck.save(written)
    return written.getvalue()


def _lines(one: Told, words: dict[str, str]) -> list[str]:
    return [line for line in said(words, one.language)[0].splitlines() if line.strip()]


def _sentences(one: Told) -> list[str]:
    """The sentences of the report's summary, without their markup."""
    import re

    body = "".join(str(section.body) for section in one.sections(("summary",)))
    found = re.search(r'<ol class="sentences">(.*?)</ol>', body, re.S)
    items = re.findall(r"<li>(.*?)</li>", found.group(1), re.S) if found else []
    return [re.sub(r"<[^>]+>", "", item).strip() for item in items]


def _slide(deck: Any, one: Told, layout: int, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    slide.shapes.title.text = title
    # layouts are drawn for another width of slide
    slide.shapes.title.left, slide.shapes.title.top, slide.shapes.title.width = (
        Inches(0.6),
        Inches(0.35),
        WIDE - Inches(1.2),
    )
    for paragraph in slide.shapes.title.text_frame.paragraphs:
        paragraph.font.size = Pt(32)
        _run_direction(paragraph, one)
    source = _("Figures: run %(run)s, fingerprint %(fingerprint)s.") % {
        "run": one.brief.run_id,
        "fingerprint": one.fingerprint or "–",
    }
    synthetic = " " + _("Computed on synthetic households.") if one.results.synthetic else ""
    slide.notes_slide.notes_text_frame.text = source + synthetic
    return slide


def _run_direction(paragraph: Any, one: Told) -> None:
    if direction(one.language) == "rtl":
        paragraph._p.get_or_add_pPr().set("rtl", "1")


def _title(deck: Any, one: Told) -> None:
    slide = _slide(deck, one, TITLE_AND_TEXT, said(one.brief.title, one.language)[0])
    _fill(slide, one, _lines(one, one.brief.lead))


def _text(deck: Any, one: Told, title: str, lines: Sequence[str]) -> None:
    _fill(_slide(deck, one, TITLE_AND_TEXT, title), one, lines)


def _fill(slide: Any, one: Told, lines: Sequence[str]) -> None:
    box = slide.placeholders[1]
    box.left, box.top, box.width, box.height = Inches(0.6), Inches(1.5), WIDE - Inches(1.2), HIGH - Inches(2)
    frame = box.text_frame
    frame.word_wrap = True
    size = Pt(20) if sum(map(len, lines)) < ROOM else Pt(15)
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = line
        paragraph.font.size = size
        _run_direction(paragraph, one)


def _chart(deck: Any, one: Told, title: str, kind: Any, data: CategoryChartData, described: str, digits: str) -> None:
    slide = _slide(deck, one, TITLE_ONLY, title)
    frame = slide.shapes.add_chart(kind, Inches(0.6), Inches(1.4), WIDE - Inches(1.2), HIGH - Inches(1.8), data)
    # the library has no name for the text that stands for a picture
    frame._element.nvGraphicFramePr.cNvPr.set("descr", described)
    chart = frame.chart
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.font.size = Pt(14)
    chart.value_axis.tick_labels.number_format, chart.value_axis.tick_labels.number_format_is_linked = digits, False


def _costs(deck: Any, one: Told) -> None:
    page, view = one.page, one.page.view
    data = CategoryChartData(number_format="0.00")
    data.categories = [str(year) for year in view.years]
    for name in view.programmes(one.scenario):
        data.add_series(
            page.names.programme(name),
            [view.value("costs", "pct_gdp", scenario=one.scenario, programme=name, year=year) for year in view.years],
        )
    title = _("What it costs, in % of GDP")
    _chart(
        deck, one, title, XL_CHART_TYPE.COLUMN_STACKED, data, _("Cost of each programme by year, in % of GDP."), "0.0"
    )


def _poverty(deck: Any, one: Told) -> None:
    page, view = one.page, one.page.view
    rows = [
        row for row in view.rows("impact", scenario=one.scenario, measure="fgt0", year=page.full) if row.get("line")
    ]
    if not rows:
        return
    data = CategoryChartData(number_format="0.0%")
    data.categories = [page.names.line(str(row["line"])) for row in rows]
    data.add_series(_("Without the floor"), [present(row["before"]) for row in rows])
    data.add_series(_("With the floor"), [present(row["after"]) for row in rows])
    title = _("People in poverty in %(year)s") % {"year": page.full}
    _chart(
        deck,
        one,
        title,
        XL_CHART_TYPE.BAR_CLUSTERED,
        data,
        _("Share of people below each poverty line, without and with the floor."),
        "0%",
    )


def _financing(deck: Any, one: Told) -> None:
    data = CategoryChartData(number_format="0.00")
    years = one.yearly("plan", "cost_pct_gdp")
    data.categories = [str(year) for year, _value in years]
    for label, column in ((_("Cost"), "cost_pct_gdp"), (_("Options of financing"), "financing_pct_gdp")):
        data.add_series(label, [value for _year, value in one.yearly("plan", column)])
    title = _("How it is paid for, in % of GDP")
    _chart(
        deck,
        one,
        title,
        XL_CHART_TYPE.LINE,
        data,
        _("Cost of the floor and what the options of financing bring, by year."),
        "0.0",
    )
