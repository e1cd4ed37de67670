"""What bands rest on and how they are drawn, against R."""

from pathlib import Path

import numpy as np
import pytest
from tests.oracle import figures

from groundfloor.country.pack import find_pack
from groundfloor.errors import GroundfloorError
from groundfloor.measures.design import design_of
from groundfloor.survey.frame import Survey, Text
from groundfloor.uncertainty import shocks
from groundfloor.uncertainty.assumptions import PAIRS, SERIES, Band, read_assumptions
from groundfloor.uncertainty.central import covariance


@pytest.fixture(scope="module")
def by_r():
    return figures(Path(__file__).with_name("bands.R"), find_pack("gha") / "economy.csv")


def test_the_bands_of_ghana_are_those_of_the_regressions(by_r):
    known = read_assumptions(find_pack("gha"))
    for i, name in enumerate(SERIES):
        if name == "exchange_rate":
            continue  # Ghana's pack has no foreign debt and no pledges
        assert known.sd[i] == pytest.approx(by_r[f"{name}.sd"], abs=5e-5)
        if name != "inflation":
            assert known.persistence[i] == pytest.approx(by_r[f"{name}.persistence"], abs=5e-4)
    assert by_r["inflation.persistence"] > 0.95  # what the pack calls a random walk
    for name, pair in PAIRS.items():
        if name.endswith("exchange"):
            continue
        assert known.correlation[pair] == pytest.approx(by_r[name], abs=5e-3)


def test_take_up_has_the_quantiles_of_r(by_r):
    at = np.array([0.05, 0.5, 0.95])
    beta = shocks.take_up(at, 0.9, Band("beta", sd=0.05), 1.0, "p")
    triangle = 0.8 * shocks.take_up(at, 0.8, Band("triangle", below=0.2, above=0.1), 1.0, "p")
    for i, u in enumerate(at):
        assert beta[i] == pytest.approx(by_r[f"beta.{u:g}"], rel=1e-9)
        assert triangle[i] == pytest.approx(by_r[f"triangle.{u:g}"], rel=1e-9)


def test_sampling_errors_have_the_covariance_of_r(by_r):
    i = np.arange(60)
    weight = 10.0 + i % 7

    def words(codes):
        return Text(codes.astype(np.int32), tuple(map(str, range(codes.max() + 1))))

    survey = Survey("s", "X", 2020, {}, i, weight, strata=words(i // 20), psu=words(i // 4))
    values = weight * np.array([(i * 37) % 11, (i * 17) % 5], dtype=float)
    found = covariance(design_of(survey), values)
    assert found[0, 0] == pytest.approx(by_r["cov.aa"], rel=1e-9)
    assert found[0, 1] == pytest.approx(by_r["cov.ab"], rel=1e-9)
    assert found[1, 1] == pytest.approx(by_r["cov.bb"], rel=1e-9)


def test_shocks_have_the_moments_they_are_drawn_from():
    sd, persistence = np.array([0.03, 0.06]), np.array([0.4, 0.8])
    correlation = np.array([[1.0, -0.5], [-0.5, 1.0]])
    u = shocks.together(200_000, 4, correlation, np.random.default_rng(1))
    e = shocks.autoregressive(u, sd, persistence)
    for t in range(4):
        expected = sd * np.sqrt([sum(p ** (2 * j) for j in range(t + 1)) for p in persistence])
        np.testing.assert_allclose(e[:, t].std(axis=0), expected, rtol=0.01)
    assert np.corrcoef(e[:, 0].T)[0, 1] == pytest.approx(-0.5, abs=0.01)
    np.testing.assert_allclose(e.mean(axis=0), 0, atol=1e-12)  # pairs


def test_every_band_of_the_file_has_its_numbers_and_its_source():
    rows = read_assumptions(find_pack("gha")).rows()
    by = {(row["component"], row["name"]): row for row in rows}
    assert len(by) == len(rows) == 7
    assert by["economy", "inflation"]["band"] == "sd 0.0600, persistence 0.5"
    assert by["economy", "inflation"]["basis"] == "assumption"
    assert by["take_up", "public_works"]["band"] == "below 0.3, above 0.3"
    assert by["population", "population"]["source"].startswith("Fertility: United Nations")
    assert by["economy", "correlation"]["band"].startswith("growth_inflation -0.32")


def test_a_take_up_no_beta_has_is_refused():
    with pytest.raises(GroundfloorError, match=r"No beta with the mean 0\.9"):
        shocks.take_up(np.array([0.5]), 0.9, Band("beta", sd=0.4), 1.0, "p")
    with pytest.raises(GroundfloorError, match="No beta with the mean 1"):
        shocks.take_up(np.array([0.5]), 1.0, Band("beta", sd=0.1), 1.0, "p")


def test_take_up_stays_between_none_and_all():
    u = np.linspace(0, 1, 101)
    found = 0.95 * shocks.take_up(u, 0.95, Band("triangle", below=2.0, above=0.5), 1.0, "p")
    assert found.min() >= 0
    assert found.max() <= 1
    assert (shocks.take_up(u, 0.0, Band("beta", sd=0.1), 1.0, "p") == 1).all()


MISTAKES = {
    "economy: {inflation: {sd: 0.1, persistence: 0.5}}": "'inflation' has no basis",
    "economy: {inflation: {sd: 0.1, basis: assumption, source: X}}": "'inflation' has no persistence",
    "economy: {inflation: {sd: -0.1, persistence: 0.5, basis: assumption, source: X}}": "sd is -0.1",
    "economy: {inflation: {sd: 0.1, persistence: 0.5, basis: guess, source: X}}": "basis is 'guess'",
    "economy: {inflatoin: {}}": "Did you mean 'inflation'",
    "economy: {correlation: {growth_inflation: 0.9, growth_interest: 0.9, inflation_interest: -0.9, basis: derived, source: X}}": "No shocks",
    "take_up: {default: {basis: assumption, source: X}}": "no width",
    "take_up: {default: {sd: 0.1, above: 0.1, basis: assumption, source: X}}": "sd and above",
    "population: {basis: published, source: X}": "has no bounds",
    "population: {bounds: none.csv, basis: published, source: X}": "no file 'none.csv'",
    "survey: perhaps": "survey is 'perhaps'",
    "people: 3": "Unknown key 'people'",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_mistakes_are_named_with_their_place(tmp_path, text):
    (tmp_path / "uncertainty.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(GroundfloorError, match=MISTAKES[text]) as caught:
        read_assumptions(tmp_path)
    assert "uncertainty.yaml:1" in str(caught.value)


def test_a_pack_without_the_file_is_told_so(tmp_path):
    with pytest.raises(GroundfloorError, match=r"no uncertainty\.yaml"):
        read_assumptions(tmp_path)
