"""Drawings: inside their frame, in proportion, apart from each other, and fit for odd input."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from groundfloor.report.charts.areas import Area, areas
from groundfloor.report.charts.bars import Bar, bars
from groundfloor.report.charts.canvas import Canvas, spread, text_width, wrapped
from groundfloor.report.charts.changes import Change, changes
from groundfloor.report.charts.combinations import Combination, combinations
from groundfloor.report.charts.curves import Curve, curves
from groundfloor.report.charts.fans import Band, fans
from groundfloor.report.charts.intervals import Interval, intervals
from groundfloor.report.charts.lines import lines
from groundfloor.report.charts.scale import scale
from groundfloor.report.charts.series import Series
from groundfloor.report.charts.stacked import stacked
from groundfloor.report.charts.strips import Strip, strips
from groundfloor.report.charts.tornado import Reach, tornado

WIDTHS = (720.0, 340.0)
LONG = "A name so long that it needs more than one line beside the drawing"
YEARS = [str(year) for year in range(2025, 2051)]


def write(value: float, digits: int) -> str:
    return f"{value:.{digits}f}"


def draw_bars(width: float) -> Markup:
    items = [
        Bar(LONG, ((0, 3.0), (3, 1.0)), "3 (75 %)"),
        Bar("b", ((0, 2.0),), "?", hollow=True),
        Bar("c", ((0, 0.0),), "0"),
    ]
    return bars("n", "T.", "D.", items, key=[(0, "one"), (3, LONG)], width=width)


def draw_intervals(width: float) -> Markup:
    items = [Interval(LONG, -3.0, -2.0, -1.0, "−2"), Interval("b", None, 1.0, None, "1")]
    return intervals("n", "T.", "D.", items, write=write, width=width)


def draw_changes(width: float) -> Markup:
    names = ("without", "with a very long description of what it is with")
    return changes("n", "T.", "D.", [Change("a", 0.4, 0.2, "−20")], names=names, write=write, width=width)


def draw_strips(width: float) -> Markup:
    items = [Strip("a", (0.1, 0.9), "low 10 %, high 90 %", 0.5), Strip("b", (0.9, 0.95), LONG, None)]
    return strips("n", "T.", "D.", items, write=write, width=width)


def draw_curves(width: float) -> Markup:
    items = [Curve(LONG, ((0.0, 0.0), (0.5, 0.2), (1.0, 1.0))), Curve("b", ((0.0, -0.1), (1.0, 0.4)))]
    return curves("n", "T.", "D.", items, write=(write, write), units=("x", "y"), width=width, diagonal=True)


def draw_areas(width: float) -> Markup:
    square = ((0.0, 5.0), (3.0, 5.0), (3.0, 8.0), (0.0, 8.0), (0.0, 5.0))
    sliver = ((3.0, 5.0), (3.01, 8.0), (3.0, 8.0))
    items = [Area("a", (square,), 4, "44 %"), Area("b", (sliver,), None, "–")]
    key = [(4, "40 % to 50 %"), (None, "not known")]
    sites = [(1.0, 6.0), (1.0, 6.0), (9.0, 6.0)]  # one twice, one off the map
    return areas("n", "T.", "D.", items, key=key, width=width, sites=sites, sites_label="School")


def test_a_site_is_drawn_once_and_only_on_the_map() -> None:
    drawn = str(draw_areas(720.0))
    on_map, in_key = re.findall(r'd="([^"]*)" class="site"', drawn)
    assert on_map.count("h0") == in_key.count("h0") == 1
    assert "School" in drawn


def draw_combinations(width: float) -> Markup:
    items = [Combination(frozenset((0, 2)), 0.3, "30 %"), Combination(frozenset(), 0.5, "50 %")]
    return combinations("n", "T.", "D.", [LONG, "b", "c"], items, width=width)


def draw_stacked(width: float) -> Markup:
    series = [Series(f"{LONG} {k}", tuple(float(k + i) if i != 3 else None for i in range(26))) for k in range(8)]
    return stacked("n", "T.", "D.", YEARS, series, write=write, width=width)


def draw_lines(width: float) -> Markup:
    series = [Series(f"s{k}", (None, 1.0, None, -2.0 + k, *([3.0] * 22))) for k in range(5)]
    return lines("n", "T.", "D.", YEARS, [*series, Series("none", (None,) * 26)], write=write, width=width)


def draw_fans(width: float) -> Markup:
    bands = [
        Band(f"{LONG} {k}", tuple((-3.0 + k, i - k * i / 4.0) if i not in (4, 7) else (None, None) for i in range(26)))
        for k in range(3)
    ]
    series = [Series(f"s{k}", (None, *(k + i / 4 for i in range(25)))) for k in range(2)]
    return fans("n", "T.", "D.", YEARS, bands, series, write=write, width=width, unit="% of GDP")


def draw_tornado(width: float) -> Markup:
    items = [Reach(LONG, -1.0, 4.0, "−1.00 to 4.00"), Reach("b", 2.5, 3.0, "2.50 to 3.00"), Reach("c", 1.0, 1.5, "1.0")]
    return tornado("n", "T.", "D.", 2.0, items, key=("below", "above"), write=write, width=width, unit="% of GDP")


DRAWINGS = [
    draw_areas, draw_bars, draw_changes, draw_combinations, draw_curves, draw_fans, draw_intervals, draw_lines,
    draw_stacked, draw_strips, draw_tornado,
]  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("draw", DRAWINGS)
def test_every_drawing_stays_in_its_frame(draw: Callable[[float], Markup], width: float) -> None:
    text = str(draw(width))
    wide, high = (float(number) for number in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text).groups())  # type: ignore[union-attr]
    assert wide == width
    for name, limit in (
        ("x", wide),
        ("x1", wide),
        ("x2", wide),
        ("cx", wide),
        ("y", high),
        ("y1", high),
        ("y2", high),
        ("cy", high),
    ):
        for number in re.findall(rf' {name}="(-?[\d.]+)"', text):
            assert -1 <= float(number) <= limit + 1, (name, number)
    for x, anchor, words in re.findall(r'<text x="([\d.]+)"[^>]*?(text-anchor="\w+")?>([^<]*)</text>', text):
        if not anchor and len(words) < 40:
            assert float(x) + text_width(words) <= wide + 16, words
    assert "<title" in text
    assert "<desc" in text
    assert not re.search(r"\b(nan|inf)\b", text)


def test_bars_are_in_proportion_and_unknown_ones_hollow() -> None:
    text = str(draw_bars(720.0))
    one, two = (float(w) for w in re.findall(r'<rect class="part s0"[^>]* width="([\d.]+)" height="18"', text)[:2])
    other = float(re.search(r'fill="url\(#n-p3\)"[^>]* width="([\d.]+)" height="18"', text).group(1))  # type: ignore[union-attr]
    assert one / other == pytest.approx(3.0, abs=0.01)
    assert two == 0.0
    assert text.count('class="hollow"') == 1


def test_fills_are_told_apart_by_hatching_too() -> None:
    text = str(draw_stacked(720.0))
    assert text.count("<pattern ") == 3
    assert {'class="part s0"', 'class="part s2"', 'class="part s4"'} <= set(re.findall(r'class="part s\d"', text))


def test_bands_break_where_they_are_not_known_and_are_told_apart_by_lightness() -> None:
    text = str(draw_fans(720.0))
    for shade in range(3):
        assert text.count(f'Z" class="fan f{shade}"') == 3  # before, between and after the two years not known
    nothing = fans(
        "n", "T.", "D.", ["2025"], [Band("b", ((None, None),))], [Series("a", (None,))], write=write, width=340.0
    )
    assert "Z" not in nothing


def test_a_band_lies_where_its_ends_are() -> None:
    band, line = Band("b", ((1.0, 4.0), (2.0, 3.0))), Series("a", (4.0, 2.0))
    text = str(fans("n", "T.", "D.", ["2025", "2026"], [band], [line], write=write, width=720.0))
    edge, middle = (
        [tuple(map(float, point.split(","))) for point in re.findall(r"[\d.]+,[\d.]+", path)]
        for path in (re.search(rf'<path d="([^"]*)" class="{kind}', text).group(1) for kind in ("fan", "line"))  # type: ignore[union-attr]
    )
    assert (edge[0], edge[2]) == (middle[0], middle[1])  # there along the highs and back along the lows
    assert edge[3][1] - edge[0][1] == pytest.approx(3 * (edge[2][1] - edge[1][1]), abs=0.2)


def test_bars_of_a_tornado_change_their_fill_at_the_run() -> None:
    text = str(draw_tornado(720.0))
    light = [
        tuple(map(float, one))
        for one in re.findall(r'fill="url\(#n-p3\)"[^>]* x="([\d.]+)"[^>]* width="([\d.]+)" height="18"', text)
    ]
    dark = [
        tuple(map(float, one))
        for one in re.findall(r'class="part s0" x="([\d.]+)"[^>]* width="([\d.]+)" height="18"', text)
    ]
    mark = float(re.search(r'x1="([\d.]+)"[^>]*class="mark"', text).group(1))  # type: ignore[union-attr]
    assert len(light) == len(dark) == 2  # one bar is above the run whole, one below
    assert sum(light[0]) == pytest.approx(mark, abs=0.2)
    assert dark[0][0] == pytest.approx(mark, abs=0.2)
    assert light[0][1] / dark[0][1] == pytest.approx(3 / 2, abs=0.02)


def test_a_year_with_an_unknown_part_has_no_column() -> None:
    columns = re.findall(r'<rect class="part s2" x="([\d.]+)"', str(draw_stacked(720.0)))
    assert len(set(columns)) == 25


def test_a_line_breaks_where_a_value_is_not_known() -> None:
    path = re.search(r'<path d="([^"]*)" class="line l0"', str(draw_lines(720.0))).group(1)  # type: ignore[union-attr]
    assert path.count("M") == 2


def test_one_year_is_drawn_as_dots() -> None:
    for width in WIDTHS:
        text = str(
            lines("n", "T.", "D.", ["2025"], [Series("a", (2.0,)), Series("b", (None,))], write=write, width=width)
        )
        assert text.count("<circle") == 1


def test_nothing_known_still_gives_a_frame() -> None:
    assert "2025" in stacked("n", "T.", "D.", ["2025"], [Series("a", (None,))], write=write, width=720.0)
    assert "</svg>" in stacked("n", "T.", "D.", [], [Series("a", ())], write=write, width=720.0)
    assert "</svg>" in bars("n", "T.", "D.", [], key=[], width=340.0)


def test_years_below_never_run_into_each_other() -> None:
    years = [str(year) for year in range(2025, 2101)]
    for width in WIDTHS:
        text = str(lines("n", "T.", "D.", years, [Series("a", (1.0,) * 76)], write=write, width=width))
        places = sorted(float(x) for x in re.findall(r'<text x="([\d.]+)"[^>]*>20\d\d</text>', text))
        assert len(places) > 1
        assert min(later - earlier for earlier, later in itertools.pairwise(places)) > text_width("2025")


def test_words_in_a_drawing_are_escaped() -> None:
    canvas = Canvas("n", 100.0, "<T>", '"D"')
    canvas.text(0, 0, "<script>")
    text = str(canvas.svg())
    assert "<script>" not in text
    assert "<T>" not in text


def test_wrapping() -> None:
    assert wrapped("", 100.0) == [""]
    assert wrapped("a b c d e f g h i j k l m n o p", 44.0)[-1].endswith("…")


@given(st.lists(st.floats(-1e9, 1e9), min_size=1))
def test_a_scale_holds_all_values_and_nothing(values: list[float]) -> None:
    found = scale(values, 0.0, 100.0)
    ticks = found.ticks
    assert ticks[0] <= min([0.0, *values]) + 1e-6 * found.step
    assert ticks[-1] >= max([0.0, *values]) - 1e-6 * found.step
    assert 2 <= len(ticks) <= 9
    assert any(tick == 0 for tick in ticks)
    assert len({write(tick, found.digits) for tick in ticks}) == len(ticks)


@given(st.lists(st.floats(0, 300), min_size=1, max_size=8))
def test_labels_keep_apart(wanted: list[float]) -> None:
    places = spread(sorted(wanted), [20.0] * len(wanted), 0.0, 300.0)
    assert all(later - earlier >= 20.0 - 1e-9 for earlier, later in itertools.pairwise(places))
    assert places[-1] <= 300.0
