"""Floors and schemes read from a pack's folder, and floors made in memory."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pytest
from tests.rules.marked import GOOD, PENSION, unmarked

from groundfloor.errors import GroundfloorError
from groundfloor.rules import load_floor, load_schemes
from groundfloor.rules.load import floor_of
from groundfloor.survey.variables import Harmonised

FLOOR = """\
floor: ground
label: {en: Ground floor, fr: Socle}
description: {en: A floor}
source: Task force
programmes: [child_grant, old_age_pension]
parameters:
  cap: {unit: LCU/month, values: {2026-01-01: 60}}
variables:
  herd: {kind: number, unit: "1", meaning: animals kept}
  clan: {kind: text, levels: [a, b]}
  orphan: {kind: boolean}
  distance: {kind: number, unit: km}
scenarios:
  small:
    label: {en: Small}
    remove: [old_age_pension]
"""
SCHEME = PENSION.replace("old_age_pension", "leap").replace("status: proposed", "status: existing")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    for name, text in (
        ("programmes/child_grant.yaml", GOOD),
        ("programmes/old_age_pension.yaml", PENSION),
        ("schemes/leap.yaml", SCHEME),
        ("floors/ground.yaml", FLOOR),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def refused(pack: Path, file: str, marked: str) -> str:
    """What is said when `file` of the pack is `marked`, at the mark."""
    text, line, column = unmarked(marked)
    (pack / file).write_text(text, encoding="utf-8")
    with pytest.raises(GroundfloorError) as caught:
        load_floor(pack / "floors" / "ground.yaml")
    place, what = caught.value.place, str(caught.value)
    assert place is not None
    assert (Path(place.file), place.line, place.column) == (pack / file, line, column), what
    return what.removeprefix(f"{place}: ")


def test_a_floor_in_full(pack):
    floor = load_floor(pack / "floors" / "ground.yaml")
    assert (floor.name, floor.label) == ("ground", {"en": "Ground floor", "fr": "Socle"})
    assert list(floor.programmes) == ["child_grant", "old_age_pension"]
    assert list(floor.parameters) == [
        "floor.cap", "child_grant.grant", "child_grant.line", "child_grant.part", "old_age_pension.benefit",
    ]  # fmt: skip
    assert floor.scenarios == {"small": {"label": {"en": "Small"}, "remove": ["old_age_pension"]}}
    assert floor.programmes["child_grant"].replaces == ("leap",)


def test_a_floor_may_hold_schemes_in_force(pack):
    (pack / "floors" / "ground.yaml").write_text("floor: x\nlabel: {en: X}\nprogrammes: [leap]\n", encoding="utf-8")
    assert load_floor(pack / "floors" / "ground.yaml").programmes["leap"].status == "existing"


def test_a_scenario_without_a_change(pack):
    (pack / "floors" / "ground.yaml").write_text(FLOOR + "  same:\n", encoding="utf-8")
    assert load_floor(pack / "floors" / "ground.yaml").scenarios["same"] == {}


LABEL = "Expected such as {en: Child grant, fr: Allocation pour enfant}, with en at least."
SHAPE = "Expected letters, digits and _, not beginning with a digit, and no word of the language such as if."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("floor: ground", "▸flor: ground", "Unknown key 'flor'. Did you mean 'floor'?"),
        ("floor: ground\n", "▸", "The key 'floor' is missing. Add floor: ..."),
        ("label: {en: Ground floor, fr: Socle}", "label: ▸Ground", f"label is no text by language. {LABEL}"),
        ("description: {en: A floor}", "description: ▸A floor", f"description is no text by language. {LABEL}"),
        ("source: Task force", "source: ▸[a]", "source is no text. Expected text, between quotes if need be."),
        ("[child_grant, old_age_pension]", "▸child_grant", "programmes is no list of names. Expected such as [child_grant, leap]."),
        ("[child_grant, old_age_pension]", "[child_grant, ▸child_grant]", "'child_grant' stands twice in programmes. Keep one of them."),
        ("[child_grant, old_age_pension]", "[▸child_grnt]", "There is no programme 'child_grnt'. Expected a file programmes/child_grnt.yaml. Did you mean 'child_grant'?"),
        ("[child_grant, old_age_pension]", "[▸../secret]", "There is no programme '../secret'. Expected a file programmes/../secret.yaml."),
        ("  herd:", "  ▸age:", "The variable 'age' is there already (completed years). Take it away, or give yours another name."),
        ("  herd:", "  ▸a-b:", f"'a-b' cannot be the name of a variable. {SHAPE}"),
        ("  herd:", "  ▸floor:", "The name 'floor' has a meaning of its own. Give the variable another."),
        ("{kind: number, unit: \"1\"", "▸{unit: \"1\"", "The key 'kind' is missing in herd. Add kind: ..."),
        ("kind: boolean", "kind: ▸truth", "kind is 'truth'. Expected one of number, boolean, text."),
        ("{kind: boolean}", "{kind: boolean, ▸unit: km}", "A boolean has no unit. Take it away."),
        ("unit: km", "unit: km, ▸levels: [a]", "A number has no levels. Take it away."),
        ("unit: km", "unit: ▸furlong", "Unknown unit 'furlong' in 'furlong'. Expected a unit such as LCU/month, year or 1."),
        ("unit: km", "unit: km, ▸mean: x", "Unknown key 'mean'. Expected one of kind, unit, levels, meaning. Did you mean 'meaning'?"),
        ("levels: [a, b]", "levels: ▸a", "levels is no list of words. Expected such as ['yes', 'no']."),
        ("levels: [a, b]", "levels: ▸[yes, no]", "levels is no list of words. Expected such as ['yes', 'no']."),
        ("cap: {unit: LCU/month,", "▸herd: {unit: LCU/month,", "'herd' is a survey variable (animals kept). Expected another name for the parameter, such as herd_limit. A reader could not tell the two apart."),
        ("  small:", "  ▸ground:", "A scenario cannot be named 'ground'. The floor's own name and 'today' are taken."),
        ("  small:", "  ▸today:", "A scenario cannot be named 'today'. The floor's own name and 'today' are taken."),
        ("  small:", "  ▸3:", "A scenario cannot be named 3. The floor's own name and 'today' are taken."),
        ("  small:\n    label: {en: Small}\n    remove: [old_age_pension]", "  small: ▸tiny", "small is no table of entries. Expected lines such as 'name: value'."),
    ],
)  # fmt: skip
def test_a_mistake_in_a_floors_file(pack, old, new, said):
    assert old in FLOOR
    assert refused(pack, "floors/ground.yaml", FLOOR.replace(old, new, 1)) == said


def test_a_mistake_in_a_programmes_file(pack):
    file = "programmes/child_grant.yaml"
    assert refused(pack, file, GOOD.replace("[leap]", "[▸lep]")) == (
        "There is no programme 'lep' to replace. Did you mean 'leap'?"
    )
    assert refused(pack, file, GOOD.replace("child_grant\n", "▸child_grnt\n", 1)) == (
        "The file child_grant.yaml holds the programme 'child_grnt'. "
        "Expected programme: child_grant, or another name of the file."
    )
    assert refused(pack, file, GOOD.replace("age < 5", "region == 'x' and ▸agee < 5")) == (
        "Unknown name 'agee'. Did you mean 'age'?"
    )


def test_a_files_are_utf_8_and_not_empty(pack):
    file = pack / "programmes" / "child_grant.yaml"
    file.write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(GroundfloorError, match=r"child_grant\.yaml:1: The byte 0xff is not UTF-8"):
        load_floor(pack / "floors" / "ground.yaml")
    file.write_text("\n")
    with pytest.raises(GroundfloorError, match=r"child_grant\.yaml: The file is empty"):
        load_floor(pack / "floors" / "ground.yaml")


def test_schemes_in_force(pack):
    (pack / "schemes" / "care.yaml").write_text(SCHEME.replace("leap", "care"), encoding="utf-8")
    assert [one.name for one in load_schemes(pack / "schemes")] == ["care", "leap"]
    assert load_schemes(pack / "nothing") == ()
    (pack / "schemes" / "care.yaml").write_text(SCHEME.replace("leap", "care") + "replaces: [lep]\n", encoding="utf-8")
    with pytest.raises(
        GroundfloorError, match=r"care\.yaml:10:12: There is no programme 'lep' to replace\. Did you mean 'leap'"
    ):
        load_schemes(pack / "schemes")


def test_a_floor_in_memory(pack):
    day = datetime.date(2026, 1, 1)
    data = {
        "programme": "grant",
        "label": {"en": "Grant"},
        "guarantee": "children",
        "function": "family_child",
        "status": "proposed",
        "unit": "person",
        "parameters": {"benefit": {"unit": "LCU/month", "values": {day: np.float64(7.5)}}},
        "phase_in": {np.int64(2026): np.float32(0.5)},
        "limit": {"first": np.int64(2), "per": "household", "by": "age"},
        "eligible": True,
        "amount": "benefit",
    }
    floor = floor_of([pack / "programmes" / "old_age_pension.yaml", data, PENSION.replace("old_age_pension", "third")])
    assert list(floor.programmes) == ["old_age_pension", "grant", "third"]
    assert floor.parameters["grant.benefit"].at(day) == 7.5
    assert floor.programmes["grant"].phase_in == {2026: 0.5}
    assert (floor.name, floor.label) == ("floor", {"en": "floor"})


def test_data_that_no_file_could_hold():
    with pytest.raises(
        GroundfloorError, match=r"^programme 1 holds a value that no file could hold: .*Expected dict, list"
    ):
        floor_of([{"programme": object()}])


def test_a_floor_in_memory_has_no_other_programmes():
    with pytest.raises(
        GroundfloorError, match=r"There is no programme 'leap'\. Expected a floor read from a pack's folder"
    ):
        floor_of([PENSION], scenarios={"x": {"add": ["leap"]}})
    # what it replaces lies elsewhere and cannot be known
    assert floor_of([GOOD]).programmes["child_grant"].replaces == ("leap",)


def test_own_variables(pack):
    floor = load_floor(pack / "floors" / "ground.yaml")
    # a floor keeps what its file says, from which scenarios are made
    found = floor.source["fields"].table("variables")
    assert list(found) == ["herd", "clan", "orphan", "distance"]
    from groundfloor.rules.own_variables import own_variables

    assert own_variables(floor.source["fields"]) == {
        "herd": Harmonised("number", "animals kept", "1"),
        "clan": Harmonised("text", "clan", "1", ("a", "b")),
        "orphan": Harmonised("boolean", "orphan"),
        "distance": Harmonised("number", "distance", "km"),
    }


def test_levels_that_are_numbers_are_words():
    floor = floor_of(
        [PENSION.replace("age >= 60", "\"zone == '1'\"")], variables={"zone": {"kind": "text", "levels": [1, 2]}}
    )
    assert list(floor.programmes) == ["old_age_pension"]
