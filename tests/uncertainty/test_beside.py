"""What services and schemes cost along a path, held against their costing anew under that path's people and prices."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

from groundfloor import rules
from groundfloor.contributory.cohorts import Demography
from groundfloor.contributory.country import Contributory, in_force, people_of
from groundfloor.contributory.money import Money
from groundfloor.contributory.projection import project_scheme
from groundfloor.costing.services.country import costs_by_service
from groundfloor.costing.services.setting import Setting as Served
from groundfloor.country import read_country
from groundfloor.country.pack import find_pack
from groundfloor.insuring import Insuring, money_of
from groundfloor.pipeline import floor_of_pack, survey_of
from groundfloor.population import project, read_population
from groundfloor.scenarios import setting
from groundfloor.uncertainty.beside import Beside
from groundfloor.uncertainty.draws import draw
from groundfloor.uncertainty.recosted import Along, recosted
from groundfloor.uncertainty.run import assumptions_of

TO, PATHS = 2050, 6
ALL = ("population", "growth", "inflation", "exchange_rate")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Ghana, its scenario of services with a contributory scheme beside, draws of the economy and the people, and the costing to hold."""
    pack = tmp_path_factory.mktemp("packs") / "gha"
    shutil.copytree(find_pack("gha"), pack)
    file = pack / "floors" / "ghana_floor.yaml"
    text = file.read_text(encoding="utf-8")
    assert "add: [education, water_sanitation, nutrition, housing, information]" in text
    file.write_text(
        text.replace(
            "add: [education, water_sanitation, nutrition, housing, information]",
            "add: [education, water_sanitation, nutrition, housing, information]\n    contributory:\n      add: [ssnit_informal]",
        ),
        encoding="utf-8",
    )
    country = read_country(pack)
    floor = floor_of_pack(country, None)
    option = rules.scenario(floor, "with_services")
    survey, _ = survey_of(country)
    inputs = read_population(country.population)
    people = project(inputs, TO)
    at = setting(country, survey, people, floor, horizon=TO, engine="arrays", seed=0, say=lambda _: None, inputs=inputs)
    draws = draw(assumptions_of(country, floor), inputs, (), range(country.base_year, TO + 1), paths=PATHS, seed=1)
    return at, option, inputs, people, draws, Beside(draws, recosted(at, option, inputs, people))


def levels_of(draws, i, play):
    """Levels over those of the run along a path [year]: prices, what a head earns, foreign currency, GDP; and people by cell."""
    still = np.ones_like(draws.growth[i])
    real, prices, exchange = (
        values[i] if name in play else still
        for name, values in (("growth", draws.growth), ("inflation", draws.prices), ("exchange_rate", draws.exchange))
    )
    people = draws.people[i] if "population" in play else np.ones_like(draws.people[i])
    head = real * prices / people[:, -1]
    return {"inflation": prices, "wages": head, "gdp_per_capita": head}, exchange * prices, real * prices, people


def moved(rates, level, years):
    """Yearly rates along a path of a level."""
    since = {int(year): level[t] / level[t - 1] for t, year in enumerate(years) if t}
    return {year: (1 + rate) * since.get(year, 1.0) - 1 for year, rate in rates.items()}


def anew(made, i, play=ALL):
    """The costing of a path from its own people, rates and GDP."""
    at, option, inputs, population, draws, _ = made
    by_name, exchange, gdp, people = levels_of(draws, i, play)
    known = at.providing.found.setting
    years, cells = known.years, people[:, :-1].reshape(known.people.shape)
    then = dict(zip(years.tolist(), exchange, strict=True))
    served = Served(
        years,
        known.people * cells,
        known.births * cells[:, :, 0].mean(axis=1),
        known.gdp * gdp,
        {name: moved(rates, by_name[name], years) for name, rates in known.rates.items()},
        {year: value * then.get(year, 1.0) for year, value in known.exchange_rate.items()},
    )
    known = at.providing.found
    found = replace(
        at.providing, found=replace(known, costs={"base": costs_by_service(known.description, served, "base")})
    )
    parts = {part.name: part.additional() for part in found.parts(option)}
    insured, money = people_of(inputs, population), money_of(at.country, at.prices.rates)
    money = Money(*(moved(of, by_name[name], years) for name, of in (("inflation", money.inflation), ("wages", money.wages))), money.gdp)  # fmt: skip
    insured = Demography(insured.years, insured.people * cells, insured.survival, insured.fertility)
    schemes = [
        project_scheme(one, insured, money, programme=in_force(at.country, one))
        for one in at.insuring.found.schemes
        if one.name in option.contributory
    ]
    for row in Insuring(Contributory(at.country, schemes, {}), money.wages).rows(option, "", {}, {}):
        parts.setdefault(row["programme"], np.zeros(len(years)))[row["year"] - years[0]] = row["total_lcu"]
    return parts


def test_nothing_left_to_chance_is_the_run(made):
    at, option, *_, found = made
    still = found.paths(())
    rows = at.insuring.rows(option, "", at.money.gdp, at.money.spending) + at.providing.rows(option, "", at.money.gdp, at.money.spending)  # fmt: skip
    known = {(row["programme"], row["year"]): row["total_lcu"] for row in rows}
    assert set(found.names) == {name for name, _ in known}
    assert "contributory.ssnit_informal" in found.names
    for p, name in enumerate(found.names):
        for t, year in enumerate(range(2025, TO + 1)):
            assert np.ptp(still[:, p, t]) == 0
            assert still[0, p, t] == known[name, year]


@pytest.mark.parametrize("play", [("inflation",), ("population",), ("growth",), ALL])
def test_a_path_is_what_a_costing_anew_gives(made, play):
    """Services exactly; schemes follow groups of ages: within 2 % of their mean cost where people move, else exactly."""
    *_, found = made
    drawn = found.paths(play)
    for i in range(PATHS):
        exact = anew(made, i, play)
        for p, name in enumerate(found.names):
            near = 0.02 if name.startswith("contributory.") and "population" in play else 1e-12
            assert np.abs(drawn[i, p] - exact[name]).max() <= near * np.abs(exact[name]).mean(), (name, i)


def test_low_and_high_are_the_ends(made):
    at, option, *_, found = made
    services = [p for p, name in enumerate(found.names) if name.startswith("services.")]
    low, base, high = (found._under(one, Along())[0, services].sum() for one in ("low", "base", "high"))
    for own, which in ((low, "low"), (base, "base"), (high, "high")):
        assert own == pytest.approx(sum(at.providing.cost(option, which).values()), rel=1e-12)
    drawn = found.paths(("services",))[:, services].sum(axis=(1, 2))
    assert low < drawn.min() < base < drawn.max() < high
