"""Essential services in a floor: what they add to its cost, worked by hand on a small pack, and what is refused."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import yaml

import groundfloor as gf
from groundfloor.errors import GroundfloorError
from groundfloor.rules import difference, patched, printable
from groundfloor.session import Session

TO = 2028


def number(value, unit="share", **more):
    return {"values" if isinstance(value, dict) else "value": value, "unit": unit, "source": "test", **more}


def services():
    """School for all children, warnings for all, and care: prices stay, so that a year's cost is a product."""
    return {
        "prices": {"year": 2025, "tradable": "inflation", "non_tradable": "inflation"},
        "discount": number(0.05),
        "sectors": {
            "health": {
                "tradable": number(0.0),
                "payers": {"government": number({2025: 0.5, 2028: 0.8}), "households": "rest"},
                "services": {
                    "care": {"people": "all", "coverage": number(0.5), "running": number(10.0, "LCU/person/year")},
                    "drugs": {"people": "all", "coverage": number({2025: 0.2, 2028: 0.5}), "running": number(4.0, "LCU/person/year", low=2.0, high=6.0)},
                },
            },
            "information": {
                "tradable": number(0.0),
                "payers": {"government": number(0.25), "external": "rest"},
                "services": {"warning": {"people": "all", "coverage": number({2025: 0.5, 2028: 1.0}), "running": number(2.0, "LCU/person/year")}},
            },
        },
    }  # fmt: skip


def pack(folder: Path, floor_services=None, scenarios=None) -> Path:
    made = gf.new(folder / "nowhere")
    (made / "services.yaml").write_text(yaml.safe_dump(services(), sort_keys=False), encoding="utf-8")
    file = made / "floors" / "floor.yaml"
    file = file if file.is_file() else next((made / "floors").glob("*.yaml"))
    floor = yaml.safe_load(file.read_text(encoding="utf-8"))
    if floor_services is not None:
        floor["services"] = floor_services
    floor["scenarios"] |= scenarios or {}
    file.write_text(yaml.safe_dump(floor, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return made


def run(folder, *args, **named):
    return gf.results_of(pack(folder, *args, **named), to=TO).tables


def of(rows, programme, column="total_lcu", scenario="floor"):
    return {row["year"]: row[column] for row in rows if (row["programme"], row["scenario"]) == (programme, scenario)}


def people(tables):
    found = dict.fromkeys(range(2025, TO + 1), 0.0)
    for row in tables["population"]:
        found[row["year"]] += row["population"]
    return found


def prices(tables):
    rates = {row["year"]: row["value"] for row in tables["economy"] if row["series"] == "inflation"}
    return {year: math.prod(1 + rates[step] for step in range(2026, year + 1)) for year in range(2025, TO + 1)}


def test_the_additional_cost_to_government_by_hand(tmp_path):
    """Warnings: government's quarter of 2 LCU for those beyond today. Care: it pays 80 % in 2028 of what it paid half of."""
    tables = run(tmp_path, ["health", "information"])
    n, p = people(tables), prices(tables)
    warnings, care = (of(tables["costs"], f"services.{name}") for name in ("information", "health"))
    for year, coverage in {2025: 0.5, 2026: 2 / 3, 2027: 5 / 6, 2028: 1.0}.items():
        by_hand = 0.25 * 2.0 * p[year] * (n[year] * coverage - n[2025] * 0.5)
        assert warnings[year] == pytest.approx(by_hand, rel=1e-12, abs=1e-6)
        paid = {2025: 0.5, 2026: 0.6, 2027: 0.7, 2028: 0.8}[year]
        drugs = {2025: 0.2, 2026: 0.3, 2027: 0.4, 2028: 0.5}[year]
        whole = n[year] * (10 * 0.5 + 4 * drugs) * p[year]
        today = n[2025] * (10 * 0.5 + 4 * 0.2) * p[year]
        assert care[year] == pytest.approx(paid * whole - 0.5 * today, rel=1e-12, abs=1e-6)
    assert warnings[2025] == care[2025] == 0.0
    more = of(tables["costs"], "services.information", "beneficiaries")
    assert more[2028] == pytest.approx(n[2028] - n[2025] * 0.5)
    # somebody may be in both services of health, and nobody is paid a transfer
    row = next(row for row in tables["costs"] if row["programme"] == "services.health")
    assert math.isnan(row["beneficiaries"])
    assert (row["benefit_lcu"], row["transfers_lcu"], row["administration_lcu"]) == (None, None, None)
    assert row["synthetic"] is False


def test_services_add_up_to_sectors_and_rows_of_costs_to_the_plan(tmp_path):
    tables = run(tmp_path, ["information", {"sector": "health", "services": ["drugs", "care"]}])
    costs, gdp = (
        tables["costs"],
        {row["year"]: row["value"] for row in tables["economy"] if row["series"] == "gdp_nominal"},
    )
    names = list(dict.fromkeys(row["programme"] for row in costs if row["programme"].startswith("services.")))
    assert names == ["services.health.care", "services.health.drugs", "services.information"]
    by_sector = {
        (row["sector"], row["year"]): row["additional_government_lcu"]
        for row in tables["services"]
        if row["service"] == "all" and row["variant"] == "base"
    }
    for year in range(2025, TO + 1):
        parts = [of(costs, name)[year] for name in names]
        assert parts[0] + parts[1] == pytest.approx(by_sector["health", year], abs=1e-6)
        assert sum(parts) == pytest.approx(by_sector["all", year], abs=1e-6)
        everything = sum(row["total_lcu"] for row in costs if (row["scenario"], row["year"]) == ("floor", year))
        plan = next(row for row in tables["plan"] if (row["scenario"], row["year"]) == ("floor", year))
        assert plan["cost_pct_gdp"] == pytest.approx(100 * everything / gdp[year], rel=1e-12)
        halves = next(
            row
            for row in tables["services_plan"]
            if (row["scenario"], row["variant"], row["year"]) == ("floor", "base", year)
        )
        assert halves["transfers_pct_gdp"] + halves["services_pct_gdp"] == pytest.approx(
            plan["cost_pct_gdp"], rel=1e-12
        )
        assert halves["services_pct_gdp"] == pytest.approx(100 * sum(parts) / gdp[year], abs=1e-12)
        assert halves["debt_pct_gdp_after"] == plan["debt_pct_gdp_after"]
        assert sum(
            row["amount_lcu"] for row in tables["payers"] if (row["scenario"], row["year"]) == ("floor", year)
        ) == pytest.approx(everything)
    cases = {row["variant"]: row["services_pct_gdp"] for row in tables["services_plan"] if (row["scenario"], row["year"]) == ("floor", TO)}  # fmt: skip
    assert cases["low"] < cases["base"] < cases["high"]
    # the plan has both ends too, and each row of costs its own
    (plan,) = (row for row in tables["plan"] if (row["scenario"], row["year"]) == ("floor", TO))
    for which in ("low", "high"):
        (end,) = (
            row
            for row in tables["services_plan"]
            if (row["scenario"], row["year"], row["variant"]) == ("floor", TO, which)
        )
        assert plan[f"cost_pct_gdp_{which}"] == pytest.approx(end["cost_pct_gdp"], rel=1e-12)
        rows = [row for row in costs if (row["scenario"], row["year"]) == ("floor", TO)]
        assert sum(row[f"total_lcu_{which}"] for row in rows) == pytest.approx(end["cost_pct_gdp"] * gdp[TO] / 100)


def test_an_explored_floor_has_its_services_in_its_plan(tmp_path):
    session = Session(pack(tmp_path, ["information"]), to=TO)
    run = gf.results_of(pack_of(tmp_path), to=TO).tables["plan"]
    found = session.results({"services": {"add": ["health"]}}).tables
    standing = [row["cost_pct_gdp"] for row in found["plan"] if row["scenario"] == "floor"]
    assert standing == pytest.approx([row["cost_pct_gdp"] for row in run if row["scenario"] == "floor"], rel=1e-12)
    assert of(found["costs"], "services.health", scenario="explored")[TO] > 0
    with pytest.raises(GroundfloorError, match=r"no sector of services called 'healt'"):
        session.results({"services": {"add": ["healt"]}})


def pack_of(folder):
    return folder / "nowhere"


def test_without_services_nothing_else_changes(tmp_path):
    """Every table is that of the pack without a services.yaml, and the floor's own that of the floor beside a scenario with services."""
    plain = pack(tmp_path)
    described = gf.results_of(plain, to=TO).tables
    (plain / "services.yaml").unlink()
    without = gf.results_of(plain, to=TO).tables
    assert set(described) - set(without) == {"services", "services_inputs", "services_numbers"}
    assert repr({name: described[name] for name in without}) == repr(without)
    (tmp_path / "more").mkdir()
    more = run(tmp_path / "more", None, {"with_services": {"services": {"add": ["information"]}}})
    for name, rows in without.items():
        assert repr([row for row in more[name] if row.get("scenario") != "with_services"]) == repr(list(rows)), name


def test_scenarios_add_and_remove_and_print_as_patches(tmp_path):
    found = gf.read_country(pack(tmp_path, ["information", {"sector": "health", "services": ["care"]}]))
    (floor,) = found.floors.values()
    more = patched(floor, {"services": {"add": [{"sector": "health", "services": ["drugs"]}]}}, "more")
    assert more.services["health"].services == ("care", "drugs")
    less = patched(more, {"services": {"remove": ["information", {"sector": "health", "services": ["care"]}]}}, "less")
    assert {name: one.services for name, one in less.services.items()} == {"health": ("drugs",)}
    for before, after in ((floor, more), (more, less), (less, floor), (floor, less)):
        patch = difference(before, after)
        assert patched(before, patch, after.name).services == after.services
    printed = patched(floor, {}, "again")
    assert difference(floor, printed).get("services") is None
    named = gf.read_country(
        pack_with(tmp_path, {"services": {"remove": ["health"], "add": ["health"]}})
    ).floors["floor"]  # fmt: skip
    assert printable(named, "other") == "Essential services, health: all instead of care"
    assert printable(named, "other", "fr").replace("\xa0", " ") == "Services essentiels, health : tous au lieu de care"


def pack_with(folder, patch):
    inner = folder / "other"
    inner.mkdir()
    return pack(inner, [{"sector": "health", "services": ["care"]}], {"other": patch})


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (["housin"], r"no sector of services called 'housin'"),
        (["informatio"], r"Did you mean 'information'"),
        ([{"sector": "health", "services": ["cares"]}], r"no service of health called 'cares'.*Did you mean 'care'"),
        ([{"sector": "health", "services": []}], r"No service is named"),
        ([{"sector": "health", "service": ["care"]}], r"Unknown key 'service'"),
        ([{"services": ["care"]}], r"'sector' is missing"),
        (["health", "health"], r"'health' stands twice"),
        ([["health"]], r"has no name"),
        ("health", r"is no list"),
        (
            [{"sector": "information", "beside": ["child_grant"]}],
            r"beside 'child_grant', which is no programme in kind",
        ),
    ],
)
def test_a_wrong_entry_is_refused_where_it_stands(tmp_path, named, said):
    with pytest.raises(GroundfloorError, match=said) as refused:
        gf.check(pack(tmp_path, named))
    assert "floor" in str(refused.value)


@pytest.mark.parametrize(
    ("patch", "said"),
    [
        ({"remove": ["health"]}, r"removes services of 'health' that the floor does not name"),
        ({"remove": [{"sector": "information", "services": ["warning"]}]}, r"Expected information \(all\)"),
        ({"add": ["information"]}, r"adds services of 'information', which the floor has"),
        ({"put": ["information"]}, r"Unknown key 'put'"),
        ({"add": ["housing"]}, r"no sector of services called 'housing'"),
    ],
)
def test_a_wrong_patch_is_refused_where_it_stands(tmp_path, patch, said):
    with pytest.raises(GroundfloorError, match=said):
        gf.check(pack(tmp_path, ["information"], {"other": {"services": patch}}))


def test_a_guarantee_is_not_counted_twice(tmp_path):
    """The Ghana floor gives health care in kind already."""
    floor = gf.read_country("gha").floors["ghana_floor"]
    with pytest.raises(
        GroundfloorError, match=r"services of health and essential_health would count health twice.*beside"
    ):
        patched(floor, {"services": {"add": ["health"]}})
    beside = patched(floor, {"services": {"add": [{"sector": "health", "beside": ["essential_health"]}]}})
    assert beside.services["health"].beside == ("essential_health",)
    instead = patched(floor, {"remove": ["essential_health"], "services": {"add": ["health"]}})
    assert instead.services["health"].beside == ()


def test_a_floor_without_services_yaml_cannot_name_them(tmp_path):
    made = pack(tmp_path, ["information"])
    (made / "services.yaml").unlink()
    with pytest.raises(GroundfloorError, match=r"names the services of information, and the pack describes none"):
        gf.results_of(made, to=TO)


def test_what_cannot_be_costed_is_left_out_and_said_unless_the_floor_names_it(tmp_path):
    made = pack(tmp_path)
    told = yaml.safe_load((made / "services.yaml").read_text(encoding="utf-8"))
    told["prices"]["year"] = 1990
    (made / "services.yaml").write_text(yaml.safe_dump(told), encoding="utf-8")
    tables = gf.results_of(made, to=TO).tables
    assert "services" not in tables
    (row,) = (row for row in tables["findings"] if row["check"] == "services")
    assert row["severity"] == "warning"
    assert "The growth of inflation to 1991 is not known" in row["message"]["en"]
    assert "laissés de côté" in row["message"]["fr"]
