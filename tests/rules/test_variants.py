"""Low and high variants as they are written: read, refused where they stand, changed by a scenario and printed."""

from __future__ import annotations

import pytest
import yaml
from tests.rules.marked import GOOD, PENSION, read, refusal

from groundfloor.errors import GroundfloorError
from groundfloor.rules import difference, floor_of, load_floor, patch_text, patched, printable, scenario
from groundfloor.rules.variants import changed, touched, variant

VARIANTS = (
    "variants: {low: {take_up: 0.5, parameters: {grant: {2027-01-01: 60}}}, high: {eligible: age < 10, limit: }}\n"
)


def test_each_is_the_programme_with_what_it_says():
    floor = read(GOOD + VARIANTS)
    low, high = variant(floor, "low"), variant(floor, "high")
    assert low.programmes["child_grant"].take_up == 0.5
    assert [one.value for one in low.parameters["child_grant.grant"].values][-1] == 60
    assert low.programmes["child_grant"].eligible == floor.programmes["child_grant"].eligible
    assert (high.programmes["child_grant"].texts["eligible"], high.programmes["child_grant"].limit) == (
        "age < 10",
        None,
    )
    assert high.programmes["child_grant"].take_up == floor.programmes["child_grant"].take_up
    assert low.programmes["old_age_pension"] == floor.programmes["old_age_pension"]
    assert low.name == floor.name


def test_nothing_said_is_the_floor_itself():
    floor = read(GOOD + "variants:\n")
    assert variant(floor, "low") is floor
    assert variant(read(GOOD + "variants: {low: {take_up: 1}}\n"), "high").programmes["child_grant"].take_up == 0.9


REFUSED = [
    ("variants: ▸{}", "variants is empty. Expected low, high or both."),
    ("variants: ▸0.5", "variants is no table of entries. Expected lines such as 'name: value'."),
    ("variants: {▸lower: {take_up: 1}}", "Unknown key 'lower'. Expected one of low, high. Did you mean 'low'?"),
    ("variants: {low: ▸{}}", "The low variant changes nothing. Expected one of eligible, amount, limit, take_up, phase_in, administration, start_up, parameters."),
    ("variants: {low: {▸unit: household}}", "Unknown key 'unit'. Expected one of eligible, amount, limit, take_up, phase_in, administration, start_up, parameters. Did you mean 'amount'?"),
    ("variants: {low: {take_up: ▸50}}", "take_up is 50. Expected a share from 0 to 1. Write 0.5 for 50 %."),
    ("variants: {low: {eligible: ▸agee < 3}}", "Unknown name 'agee'. Did you mean 'age'?"),
    ("variants: {low: {parameters: {▸grnt: {2026-01-01: 1}}}}", "The low variant changes the parameter 'grnt', which is not there. Did you mean 'grant'?"),
    ("variants: {high: {parameters: {grant: {2026-01-01: ▸'75,5'}}}}", "'75,5' is not a number. Expected a number such as 1234.5. Write a decimal point and no thousands separator: 1234.5."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_what_is_wrong_is_refused_where_it_stands(text, said):
    assert refusal(read, GOOD + text + "\n") == said


def test_a_scenario_comes_before_the_variant_and_may_write_its_own():
    patch = {"programmes": {"child_grant": {"take_up": 0.7, "variants": {"low": {"take_up": 0.1}}}}}
    cap = {"cap": {"unit": "LCU/month", "values": {"2026-01-01": 60}}}
    scenarios = {
        "x": patch,
        "y": {"programmes": {"child_grant": {"variants": None}}},
        "z": {"programmes": {"child_grant": {"limit": None}}},
    }
    floor = floor_of([GOOD + VARIANTS], parameters=cap, scenarios=scenarios)
    assert variant(scenario(floor, "x"), "low").programmes["child_grant"].take_up == 0.1
    assert changed(scenario(floor, "x"), "high") == changed(scenario(floor, "y"), "low") == set()
    assert variant(scenario(floor, "z"), "low").programmes["child_grant"].limit is None
    assert "low and high variant: low {take_up: 0.1} instead of low {take_up: 0.5, " in printable(floor, "x")
    assert "variantes basse et haute : néant au lieu de basse {take_up: 0.5" in printable(floor, "y", "fr").replace(
        "\N{NO-BREAK SPACE}", " "
    ).replace("\N{NARROW NO-BREAK SPACE}", " ")
    other = patched(floor, yaml.safe_load(patch_text(floor, "x"))["x"], "x")
    assert difference(floor, other) == patch


def test_a_floor_has_variants_of_its_own(tmp_path):
    (tmp_path / "floors").mkdir()
    (tmp_path / "programmes").mkdir()
    for name, text in (
        ("child_grant", GOOD.replace("replaces: [leap]\n", "") + VARIANTS),
        ("old_age_pension", PENSION),
    ):
        (tmp_path / "programmes" / f"{name}.yaml").write_text(text)
    head = (
        "floor: f\nlabel: {en: F}\nprogrammes: [child_grant, old_age_pension]\nparameters: {cap: {unit: LCU/month, values: {2026-01-01: 60}}}\n"
        "scenarios: {alone: {remove: [old_age_pension]}}\n"
    )
    file = tmp_path / "floors" / "f.yaml"
    written = "variants:\n  low: {programmes: {child_grant: {administration: 0.2}}, parameters: {old_age_pension.benefit: {2026-01-01: 10}}}\n"
    file.write_text(head + written)
    floor = load_floor(file)
    low = variant(floor, "low")
    assert (low.programmes["child_grant"].take_up, low.programmes["child_grant"].administration) == (0.5, 0.2)
    assert low.parameters["old_age_pension.benefit"].values[0].value == 10
    assert changed(floor, "low") == {"child_grant", "old_age_pension"}
    # a scenario without the pension does without what is said of it
    assert set(variant(scenario(floor, "alone"), "low").programmes) == {"child_grant"}
    file.write_text(head + written.replace("low: {programmes", "low: {remove: [child_grant], programmes"))
    with pytest.raises(GroundfloorError, match="Unknown key 'remove'"):
        load_floor(file)
    file.write_text(head + "variants: {high: {parameters: {floor.cap: {2026-01-01: 90}}}}\n")
    assert changed(load_floor(file), "high") == {"child_grant", "old_age_pension"}


def test_what_a_variant_touches():
    def one(name, eligible, **more):
        return {
            "programme": name, "label": {"en": name}, "guarantee": "children", "function": "family_child", "status": "proposed",
            "unit": "person", "eligible": eligible, "amount": "income", **more,
        }  # fmt: skip

    floor = floor_of(
        [
            one("a", "age < 5"),
            one("b", "a.receives"),
            one("c", "b.eligible"),
            one("d", "age > 3"),
            one("e", "age > 1", replaces=["d"]),
        ]
    )
    assert touched(floor, {"a"}) == {"a", "b", "c"}
    assert touched(floor, {"d"}) == {"d", "e"}
    assert touched(floor, {"e"}) == {"d", "e"}
    both = floor_of([one("d", "age > 3", replaces=["old"]), one("e", "age > 1", replaces=["old"]), one("f", "age > 1")])
    assert touched(both, {"e"}) == {"d", "e"}
