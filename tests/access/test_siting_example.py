"""Questions on sites from access.yaml to tables, maps and the page."""

from __future__ import annotations

import csv
import json
import math
import re
from dataclasses import replace

import numpy as np
import pytest
import yaml

from groundfloor.access import reach, tables
from groundfloor.access.layers import read_raster
from groundfloor.access.questions import Cost
from groundfloor.access.siting import candidates
from groundfloor.api.access import measure_access
from groundfloor.errors import GroundfloorError
from groundfloor.report.access import results, sections, told
from groundfloor.report.access.words import MESSAGES, PREFIX, language
from groundfloor.report.language import Language, flat
from groundfloor.report.render import html

VILLAGES = """\
name,longitude,latitude
Hill,1.325,10.245
Twice,1.325,10.245
Ford,1.275,10.085
Bend,1.085,10.065
Nowhere,,
Abroad,1.905,10.145
"""
EVERY = """\
sites:
  near: {service: hospital, objective: cover, number: 2, within: 60, candidates: everywhere}
  quick: {label: {en: Quick}, service: health, objective: mean_time, number: 4, within: 60, longest: 120, candidates: everywhere}
  nobody_left: {service: health, objective: all, share: 0.7, within: 30, candidates: everywhere}
  all_of_them: {service: health, objective: all, within: 10, candidates: {path: villages.csv, name: name, longitude: longitude, latitude: latitude, source: "Made up"}}
  van: {service: health, objective: capacity, number: 2, within: 60, capacity: 5000, mobile: {days: 1, of: 5}, candidates: {path: villages.csv, name: name, longitude: longitude, latitude: latitude, source: "Made up"}}
  upgrade: {service: hospital, objective: cover, number: 9, within: 60, candidates: {where: {kind: [post]}}, cost: {theatre: {value: 900, unit: LCU, source: "Made up"}}}
"""


@pytest.fixture(scope="module")
def asked(made_up, tmp_path_factory):
    folder = made_up.write(tmp_path_factory.mktemp("asked"))
    (folder / "villages.csv").write_text(VILLAGES, encoding="utf-8")
    text = made_up.ACCESS
    (folder / "access.yaml").write_text(text[: text.index("sites:")] + EVERY, encoding="utf-8")
    return folder, reach(folder)


def rows_of(found, table="access_sites", **where):
    return [row for row in tables(found)[table] if all(row[name] == value for name, value in where.items())]


def test_steps_are_people_cell_by_cell(found):
    """Each step beside a search from all facilities and the sites before it together."""
    from groundfloor.access import Relief, travel

    answer = found.sites["next_posts"]
    steps = rows_of(found, question="next_posts")
    chosen = found.chosen["health"]
    rows, columns = found.facilities.rows[chosen], found.facilities.at[chosen]
    pace = found.travels["health", "base"].seconds
    field = _field(found)
    for k, row in enumerate(steps):
        cells = np.array([step.cell for step in answer.steps[: k + 1]])
        r, c = np.divmod(cells, found.grid.columns)
        seconds = travel(
            field.friction.pace, found.grid, np.concatenate([rows, r]), np.concatenate([columns, c]),
            relief=Relief(field.relief.height, field.relief.afoot),
        ).seconds  # fmt: skip
        assert row["people_within"] == pytest.approx(found.people[seconds <= 30 * 60 + 1e-6].sum())
        capped = np.minimum(seconds, 240 * 60)
        assert row["minutes_mean"] == pytest.approx((found.people * capped).sum() / 60 / found.people.sum())
        assert row["share"] == pytest.approx(row["people_within"] / found.people.sum())
        assert (seconds <= pace + 1e-9).all()
    assert [row["step"] for row in steps] == [1, 2, 3]
    assert math.fsum(row["people_added"] for row in steps) == pytest.approx(answer.choice.value)
    assert [row["added"] for row in steps] == sorted((row["added"] for row in steps), reverse=True)
    assert [row["cost_once_together"] for row in steps] == [150_000, 300_000, 450_000]
    assert [row["cost_yearly_together"] for row in steps] == [40_000, 80_000, 120_000]
    [bound] = rows_of(found, "access_sites_bound")
    assert bound["proven"]
    assert bound["value"] == pytest.approx(bound["bound"])
    [now] = [
        row["reached"]
        for row in tables(found)["access"]
        if (row["service"], row["variant"], row["group"], row["within_minutes"]) == ("health", "base", "all", 30)
    ]
    assert bound["people_before"] == pytest.approx(now)


def _field(found):
    """The field of the example, read anew."""
    from groundfloor.access import run

    kept = {}

    def ask(description, ground, say):
        kept["field"] = ground.field
        return {}, []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "answers", ask)
        reach("example")
    return kept["field"]


def test_no_pair_of_cells_reaches_more(asked):
    """Every pair of all cells of the country, by brute force."""
    _, found = asked
    ground = _field(found)
    far = found.people * ~(found.travels["hospital", "base"].seconds <= 3600 + 1e-6)
    cells = np.flatnonzero(np.isfinite(ground.friction.pace))
    sets = ground.sets(cells, 60, far.ravel())
    reached = np.zeros((len(cells), far.size), dtype=np.float32)
    reached[sets.source, sets.cells] = 1
    reached = reached[:, far.ravel() > 0]
    people = far.ravel()[far.ravel() > 0].astype(np.float32)
    own = reached @ people
    both = (reached * people) @ reached.T
    best = float((own[:, None] + own[None] - both).max())
    [row] = rows_of(found, "access_sites_bound", question="near")
    assert row["value"] == pytest.approx(best)
    assert row["proven"]


def test_every_objective_and_kind_of_candidate(asked):
    _, found = asked
    bound = {row["question"]: row for row in tables(found)["access_sites_bound"]}
    assert {row["unit"] for row in bound.values()} == {"people", "minutes", "sites"}
    quick = rows_of(found, question="quick")
    assert bound["quick"]["value"] == pytest.approx(bound["quick"]["minutes_before"] - quick[-1]["minutes_mean"])
    assert bound["quick"]["longest_minutes"] == 120
    fewest = rows_of(found, question="nobody_left")
    assert fewest[-1]["share"] >= 0.7 - 1e-9
    assert bound["nobody_left"]["bound"] <= len(fewest) == bound["nobody_left"]["value"]
    assert {row["name"] for row in rows_of(found, question="all_of_them")} <= {"Hill", "Ford", "Bend"}
    van = rows_of(found, question="van")
    assert [row["added"] for row in van] == [1000.0, 1000.0] or all(row["added"] <= 1000 for row in van)
    assert bound["van"]["candidates"] == 3
    upgrade = rows_of(found, question="upgrade")
    assert {row["name"] for row in upgrade} <= {"West Post", "East Post", "Ferry Post", "Bridge Clinic"}
    assert [row["facility"] for row in upgrade] == [1 + found.facilities.names.index(row["name"]) for row in upgrade]
    assert upgrade[0]["cost_yearly"] is None
    said = {(one.says, one.values.get("name")): one for one in found.findings if one.says.startswith("access.sites")}
    assert said["access.sites_off", "van"].values["names"] == "Nowhere, Abroad"
    assert said["access.sites_short", "all_of_them"].severity == "note"
    assert said["access.sites_fewer", "upgrade"].values["count"] == len(upgrade)
    assert {row["layer"] for row in tables(found)["access_sources"]} >= {"sites.van", "cost.upgrade.theatre"}


@pytest.mark.parametrize(
    "asked_for",
    [
        "objective: cover, number: 2",
        "objective: mean_time, number: 2, longest: 600",
        "objective: all, share: 0.5",
        "objective: capacity, number: 2, capacity: 10",
    ],
)
@pytest.mark.parametrize("places", ["everywhere", "{where: {kind: [post]}}"])
def test_where_nobody_gains_there_is_no_site(made_up, tmp_path, asked_for, places):
    """People in one cell, where a hospital stands."""
    folder = made_up.write(tmp_path / "one")
    people = np.zeros(made_up.GRID.shape)
    people[15, 14] = 100.0
    (folder / "people.tif").write_bytes(made_up.as_geotiff(people, made_up.GRID))
    text = made_up.ACCESS
    question = f"sites:\n  none: {{service: hospital, within: 60, {asked_for}, candidates: {places}}}\n"
    (folder / "access.yaml").write_text(text[: text.index("sites:")] + question, encoding="utf-8")
    found = reach(folder)
    assert found.sites["none"].steps == ()
    [bound] = rows_of(found, "access_sites_bound")
    assert (bound["value"], bound["bound"], bound["gap"], bound["proven"]) == (0.0, 0.0, 0.0, True)
    assert bound["people_before"] == 100
    assert "no candidate brings anything" in html(results(found), "en", sections)


def test_without_areas_the_map_goes_as_far_as_people_are_reached(country):
    text = (country / "access.yaml").read_text(encoding="utf-8")
    areas = next(line for line in text.splitlines() if line.startswith("areas"))
    (country / "access.yaml").write_text(text.replace(f"{areas}\n", ""), encoding="utf-8")
    found = reach(country)
    assert {row["area"] for row in rows_of(found)} == {""}
    page = html(results(found), "en", sections)
    assert page.count('class="numbered"') == 2 * 4
    assert "the first (10." in page


def test_existing_places_are_kept_where_sites_have_room_for_so_many(asked):
    """Those who find a place now need none: new sites are for those left."""
    _, found = asked
    left = found.served["health"].left
    van = rows_of(found, question="van")
    assert math.fsum(row["added"] for row in van) <= left.sum()


def test_cells_are_thinned_where_there_are_too_many(asked, monkeypatch):
    folder, found = asked
    monkeypatch.setattr(candidates, "VISITS", 1e4)
    monkeypatch.setattr(candidates, "FEWEST", 40)
    monkeypatch.setattr(candidates, "MOST", 40)
    monkeypatch.setattr(candidates, "ROUGH", 20)
    few = reach(folder)
    for name in ("near", "quick"):
        [row] = rows_of(few, "access_sites_bound", question=name)
        [whole] = rows_of(found, "access_sites_bound", question=name)
        assert row["candidates"] <= 40 + 4
        assert 0.6 * whole["value"] <= row["value"] <= whole["value"] * (1 + 1e-6)


def test_blocks_keep_the_best_and_of_equals_the_northernmost():
    from groundfloor.access import Grid

    grid = Grid(4, 4, 0, 0, 1, 1)
    cells = np.arange(16)
    assert candidates.best_of_blocks(cells, grid, 2, [np.zeros(16)]).tolist() == [0, 2, 8, 10]
    assert candidates.best_of_blocks(cells, grid, 2, [cells.astype(float)]).tolist() == [5, 7, 13, 15]


def test_a_folder_holds_the_sites_and_the_people_whom_each_cell_reaches(made_up, found, tmp_path):
    measure_access("example", out=tmp_path / "out")
    maps = tmp_path / "out" / "maps"
    points = json.loads((maps / "sites_next_posts.geojson").read_text(encoding="utf-8"))
    steps = rows_of(found, question="next_posts")
    assert [one["geometry"]["coordinates"] for one in points["features"]] == [
        [row["longitude"], row["latitude"]] for row in steps
    ]
    assert points["features"][0]["properties"]["people_added"] == steps[0]["people_added"]
    drawn = read_raster(maps / "reachable_next_posts.tif")
    answer = found.sites["next_posts"]
    assert drawn.grid == found.grid
    np.testing.assert_allclose(drawn.values, answer.reachable, rtol=1e-6)
    blocks = rows_of(found, "access_reachable")
    assert max(row["people_reachable"] for row in blocks) == np.nanmax(answer.reachable)
    with (tmp_path / "out" / "tables" / "access_sites.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 3


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_shows_every_question(asked, lang):
    _, found = asked
    page = html(results(found), lang, sections)
    for name in found.sites:
        assert page.count(f'id="figure-sites-{name}') == 1
    assert 'id="figure-steps-quick' in page
    assert not re.search(r"access\.\w|>nan<|None|\bnan\b", page)


def test_no_message_on_sites_is_left_over(asked, monkeypatch):
    used = set()

    def form(self, key, values, original=Language._form):
        used.add(key)
        return original(self, key, values)

    monkeypatch.setattr(Language, "_form", form)
    _, found = asked
    loose = {
        name: replace(one, choice=replace(one.choice, bound=one.choice.bound * (0.5 if name == "nobody_left" else 2)))
        for name, one in found.sites.items()
    }
    html(results(replace(found, sites=loose)), "en", sections)
    html(results(found), "en", sections)
    a_year, once = Cost("staff", 40.0, True, "s"), Cost("building", 150.0, False, "s")
    for costs, said in (
        ((a_year,), "what they cost once is not said"),
        ((once,), "what they cost a year is not said"),
        ((a_year, once), "once and"),
    ):
        priced = {name: replace(one, question=replace(one.question, costs=costs)) for name, one in found.sites.items()}
        assert said in html(results(replace(found, sites=priced)), "en", sections)
    lines = told(found)
    assert any(line.startswith("Near: 2 new sites bring ") for line in lines)
    words = flat(yaml.safe_load((MESSAGES / "en.yaml").read_text(encoding="utf-8")), PREFIX)
    of_sites = {key for key in words if key.startswith(f"{PREFIX}siting.")}
    assert of_sites - used <= {f"{PREFIX}siting.first", f"{PREFIX}siting.nothing"}
    nothing = {name: replace(one, steps=()) for name, one in found.sites.items()}
    assert "no candidate brings anything" in html(results(replace(found, sites=nothing)), "en", sections)
    assert language("fr").has(f"{PREFIX}siting.first")


WRONG = [
    ("objective: cover", "objective: covers", "Did you mean 'cover'"),
    ("service: health\n    objective", "service: healt\n    objective", r"access.yaml:\d+:\d+: service is 'healt'.*Did you mean 'health'"),
    ("number: 3", "number: 2.5", "Expected a whole number"),
    ("number: 3", "number: 0", "from 1 to 1000"),
    ("    number: 3\n", "", "'number' is missing: objective is cover"),
    ("number: 3", "number: 3\n    share: 0.9", "share has no meaning here"),
    ("objective: cover", "objective: all", "number has no meaning here: objective is all"),
    ("objective: cover", "objective: capacity", "'capacity' is missing"),
    ("number: 3", "number: 3\n    capacity: 100", "capacity has no meaning here"),
    ("number: 3", "number: 3\n    mobile: {days: 1, of: 5}", "mobile has no meaning here"),
    ("objective: cover", "objective: capacity\n    capacity: 9\n    mobile: {days: 6, of: 5}", "from 0.1 to 5"),
    ("within: 30\n", "within: 0\n", "from 1 to 1440"),
    ("within: 30\n", "within: 30\n    longest: 20\n", "from 30 to 1440"),
    ("candidates: everywhere", "candidates: anywhere", "Did you mean 'everywhere'"),
    ("candidates: everywhere", "candidates: {path: towns.csv, name: name, source: x}", "There is no file towns.csv"),
    ("candidates: everywhere", "candidates: {where: {}}", "where is empty"),
    ("candidates: everywhere", "candidates: {where: {kind: [clinic]}}", "No facility has 'clinic'"),
    ("candidates: everywhere", "candidates: {where: {kind: [post]}}", "No candidate of 'next_posts' is on the grid"),
    ("unit: LCU,", "unit: USD,", "one of LCU, LCU/year"),
    ('unit: LCU, assumption: true, source: "Made up"', 'unit: LCU, source: " "', "source is (missing|empty)"),
    ("value: 150000", "value: -1", "at least 0"),
    ("map: true", "map: 1", "neither true nor false"),
    ("map: true", "maps: true", "Did you mean 'map'"),
    ("  next_posts:\n", "  next posts:\n", "is no name"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "said"), WRONG)
def test_a_mistake_in_a_question(country, before, after, said):
    file = country / "access.yaml"
    text = file.read_text(encoding="utf-8")
    at = text.index("sites:")
    assert before in text[at:]
    file.write_text(text[:at] + text[at:].replace(before, after, 1), encoding="utf-8")
    with pytest.raises(GroundfloorError, match=said):
        reach(country)
