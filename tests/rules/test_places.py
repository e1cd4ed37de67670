"""The place of a mistake inside a text of YAML, whatever the way in which the text is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.rules.marked import GOOD, read, refusal

from groundfloor.errors import GroundfloorError
from groundfloor.rules.load import floor_of, load_floor

UNKNOWN = "Unknown name 'agee'. Did you mean 'age'?"
STYLES = [
    "eligible: ▸agee < 5",
    "eligible: age < 5 and ▸agee < 5",
    "eligible: 'urban and ▸agee < 5'",
    "eligible: 'region == ''x'' and ▸agee < 5'",
    'eligible: "urban and ▸agee < 5"',
    'eligible: "region == \\"x\\" and ▸agee < 5"',
    'eligible: "urban\\tand \\u0061ge < 5 and \\x61ge < 5 and \\U00000061ge < 5 and ▸agee < 5"',
    'eligible: "urban and \\\n    ▸agee < 5"',
    "eligible: 'urban\n  and ▸agee < 5'",
    "eligible: 'urban\n\n\n  and ▸agee < 5'",
    "eligible: urban\n  and age < 5\n     and ▸agee < 5",
    "eligible: |\n  urban and\n    (age < 5 and\n  ▸agee < 5)",
    "eligible: |-\n\n  urban\n\n  and ▸agee < 5\n",
    "eligible: |2-\n    urban\n  and ▸agee < 5\n",
    "eligible: >\n  urban\n  and\n\n  ▸agee < 5\n",
    "eligible: >- # the rule itself\n  urban\n  and ▸agee < 5\n",
    "eligible: |\n  urban # agee is not meant here\n  and ▸agee < 5\n",
    "eligible: &rule urban and ▸agee < 5",
    "eligible: !!str 'urban and ▸agee < 5'",
    "eligible: &rule !!str urban and ▸agee < 5",
    "eligible:\n    urban and\n    ▸agee < 5",
    "? eligible\n: urban and ▸agee < 5",
    '"eligible": urban and ▸agee < 5',
    "'eligible' : urban and ▸agee < 5",
    "eligible: region == 'é\u2009à' and ▸agee < 5",
    "eligible: 'urban\u00a0and ▸agee < 5'",
]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_every_style_of_a_text(style, ends):
    text = GOOD.replace("eligible: age < 5\n", f"{style}\n")
    line_ends = text.replace("\n", ends)
    assert refusal(read, line_ends) == UNKNOWN


def test_a_whole_programme_in_one_line():
    text = (
        "{programme: child_grant, label: {en: x}, guarantee: children, function: family_child, status: proposed, unit: person, "
        "parameters: {grant: {unit: LCU/month, values: {2026-01-01: 75}}}, eligible: 'urban and ▸agee < 5', amount: grant}"
    )
    assert refusal(read, text) == UNKNOWN


def test_an_alias_is_read_where_its_text_stands():
    text = GOOD.replace("eligible: age < 5", "target: &rule urban and age < 5 and ▸agee < 6\neligible: *rule")
    assert refusal(read, text) == UNKNOWN


def test_a_file_is_named_as_it_was_given(tmp_path: Path):
    for folder in ("programmes", "floors"):
        (tmp_path / folder).mkdir()
    text = GOOD.replace("age < 5", "\n  urban and\n  agee < 5").replace("replaces: [leap]\n", "")
    (tmp_path / "programmes" / "child_grant.yaml").write_text("\ufeff" + text, encoding="utf-8")
    floor = tmp_path / "floors" / "one.yaml"
    floor.write_text("floor: one\nlabel: {en: One}\nprogrammes: [child_grant]\n", encoding="utf-8")
    with pytest.raises(GroundfloorError) as caught:
        load_floor(floor)
    place = caught.value.place
    assert place is not None
    assert (place.file, place.line, place.column) == (str(tmp_path / "programmes" / "child_grant.yaml"), 17, 3)


def test_a_remark_in_a_folded_text_would_swallow_what_follows():
    said = refusal(read, GOOD.replace("age < 5", ">\n  age < 5 ▸# years\n  and urban"))
    assert said == (
        "The remark swallows the lines below it. Expected a remark on a line above the key. "
        "Or keep the lines apart: write | where the text begins."
    )
    # at the end, and where lines are kept apart, a remark harms nobody
    read(GOOD.replace("age < 5", ">\n  age < 5\n  and urban # years"))
    read(GOOD.replace("age < 5", "|\n  age < 5 # years\n  and urban"))


def test_the_second_programme_of_a_list_is_named_by_its_number():
    with pytest.raises(GroundfloorError, match=r"^programme 2:15:11: Unknown name 'agee'"):
        floor_of([GOOD, GOOD.replace("child_grant", "other").replace("age < 5", "agee < 5")])


def test_a_programme_given_as_data_has_places_too():
    one = {
        "programme": "child_grant",
        "label": {"en": "x"},
        "guarantee": "children",
        "function": "family_child",
        "status": "proposed",
        "unit": "person",
        "eligible": "region == 'x'\nand agee < 5",
        "amount": "grant",
    }
    with pytest.raises(GroundfloorError, match=r"^programme 1:\d+:\d+: Unknown name 'agee'"):
        floor_of([one])
    # the eighth line of the data as YAML, `eligible: urban and agee < 5`
    with pytest.raises(GroundfloorError, match=r"^programme 1:8:21: Unknown name 'agee'"):
        floor_of([{**one, "eligible": "urban and agee < 5"}])
