"""What running a programme and setting it up costs, as it is written: read, refused, changed by a scenario and printed."""

from __future__ import annotations

import pytest
import yaml
from tests.rules.marked import GOOD, read, refusal

from groundfloor.rules import difference, floor_of, patch_text, patched, printable
from groundfloor.rules.programme import Overheads, StartUp

OFFICES = "  offices: {unit: LCU/year, values: {2026-01-01: 1000}, label: {en: offices, fr: bureaux}}\n"
CARD = "  card: {unit: LCU/month, values: {2026-01-01: 2}}\n"
DELIVERED = GOOD.replace("eligible:", f"{OFFICES}{CARD}eligible:", 1).replace(
    "administration: 0.10\n", "administration: {share: 0.05, per_beneficiary: card, fixed: offices}\n"
)
UP = "start_up: {prices: 2025, values: {2026: 5e6, 2027: 1000}, source: Budget 2026}\n"


def test_it_is_read():
    one = read(DELIVERED + UP).programmes["child_grant"]
    assert one.administration == 0.05
    assert one.overheads == Overheads("child_grant.card", "child_grant.offices")
    assert one.start_up == StartUp(2025, {2026: 5e6, 2027: 1000.0}, "Budget 2026")


def test_a_parameter_of_the_floor_will_do():
    text = GOOD.replace("administration: 0.10", "administration: {fixed: cap}")
    one = read(text).programmes["child_grant"]
    assert (one.administration, one.overheads.fixed) == (0.0, "floor.cap")


def test_nothing_said_is_nothing():
    one = read(GOOD + "start_up:\n").programmes["child_grant"]
    assert (one.overheads, one.start_up) == (Overheads(), None)


REFUSED = [
    ("share: 0.05", "▸shares: 0.05", "Unknown key 'shares'. Expected one of share, per_beneficiary, fixed. Did you mean 'share'?"),
    ("share: 0.05", "share: ▸5", "share is 5. Expected a share from 0 to 1. Write 0.05 for 5 %."),
    ("{share: 0.05, per_beneficiary: card, fixed: offices}", "▸{}", "administration is empty. Expected one of share, per_beneficiary, fixed, or a share."),
    ("per_beneficiary: card", "per_beneficiary: ▸12", "per_beneficiary is 12. Expected the name of a parameter of the programme in LCU/year. Write the money under `parameters`, with its unit, its day and its source."),
    ("per_beneficiary: card", "per_beneficiary: ▸cards", "per_beneficiary is 'cards'. Expected the name of a parameter of the programme in LCU/year. Did you mean 'card'?"),
    ("fixed: offices", "fixed: ▸part", "part is in no unit. Expected a parameter in LCU/day, LCU/week, LCU/month or LCU/year."),
    ("{2026-01-01: 1000}", "{2026-01-01: -1}", None),
    ("prices: 2025", "prices: ▸25", "prices is 25, which is not a year. Expected a year such as 2025."),
    ("prices: 2025, ", "", None),
    ("{2026: 5e6, 2027: 1000}", "▸{}", "values is empty. Expected such as {2026: 5000000}."),
    ("2026: 5e6", "▸'2026': 5e6", "'2026' is not a year. Expected such as {2026: 5000000}."),
    ("2027: 1000", "2027: ▸-1", "2027 is -1. Expected at least 0."),
    ("2027: 1000", "2027: ▸1,5", None),
    ("start_up: {prices: 2025, values: {2026: 5e6, 2027: 1000}, source: Budget 2026}", "start_up: ▸5000000", "start_up is 5000000. Expected such as {prices: 2025, values: {2026: 5000000}, source: Budget 2026}."),
    ("values: {2026: 5e6, 2027: 1000}", "values: ▸5", "values is no table of entries. Expected lines such as 'name: value'."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), [one for one in REFUSED if one[2] is not None])
def test_what_is_wrong_is_refused_where_it_stands(old, new, said):
    assert old in DELIVERED + UP
    assert refusal(read, (DELIVERED + UP).replace(old, new)) == said


def test_a_cost_below_nought_and_a_missing_year_of_prices_are_refused():
    text = DELIVERED.replace("fixed: offices", "fixed: ▸offices").replace("{2026-01-01: 1000}", "{2026-01-01: -1}")
    assert refusal(read, text) == "offices is -1 from 2026-01-01 on. Expected a cost of at least 0."
    assert "The key 'prices' is missing in start_up" in refusal(
        read, DELIVERED + UP.replace("start_up: {prices: 2025, ", "start_up: ▸{")
    )


def test_a_scenario_changes_it_and_prints_as_a_patch_that_reads_back():
    patch = {
        "programmes": {
            "child_grant": {
                "administration": {"share": 0.1, "fixed": "offices"},
                "start_up": {"prices": 2026, "values": {2026: 7}},
            }
        }
    }
    floor = floor_of(
        [DELIVERED + UP],
        parameters={"cap": {"unit": "LCU/month", "values": {"2026-01-01": 60}}},
        scenarios={"x": patch},
    )
    assert printable(floor, "x") == (
        "Child grant, administration: 10%, offices fixed instead of 5%, card for each beneficiary, offices fixed\n"
        "Child grant, start-up cost: 2026: 7\N{NO-BREAK SPACE}LCU in prices of 2026 instead of "
        "2026: 5,000,000\N{NO-BREAK SPACE}LCU, 2027: 1,000\N{NO-BREAK SPACE}LCU in prices of 2025"
    )
    assert "bureaux en coût fixe" in printable(floor, "x", "fr")
    other = patched(floor, yaml.safe_load(patch_text(floor, "x"))["x"], "x")
    assert difference(floor, other) == patch
    gone = patched(floor, {"programmes": {"child_grant": {"start_up": None, "administration": 0}}})
    assert gone.programmes["child_grant"].start_up is None
    assert gone.programmes["child_grant"].overheads == Overheads()
