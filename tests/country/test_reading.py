from pathlib import Path

import pytest

from groundfloor.country import read_country
from groundfloor.country.bibliography import citations
from groundfloor.documents import read_yaml
from groundfloor.errors import Place


def test_the_smallest_pack(pack: Path) -> None:
    country = read_country(pack)
    assert (country.code, country.currency, country.base_year) == ("NOW", "NOD", 2025)
    assert country.name == {"en": "Nowhere", "fr": "Nulle part"}
    assert country.economy.series("gdp_nominal") == {2024: 5e10, 2025: 5.5e10}
    assert country.economy.series("debt_pct_gdp") == {2025: 45.0}
    assert country.lines["national"]["value"] == 20.0
    assert country.lines["national"]["unit"] == "LCU/person/day"
    assert country.regions == {"North": {"en": "North", "fr": "Nord"}}
    assert country.assumptions == [{"en": "All is invented.", "fr": "Tout est inventé."}]
    assert country.population == pack / "population"


def test_what_a_pack_does_not_have_is_empty(pack: Path) -> None:
    country = read_country(pack)
    assert (country.survey, country.margins) == (None, None)
    assert country.schemes == ()
    assert country.floors == {}
    assert country.financing is None
    assert country.coverage == []
    assert country.sources == []


def test_only_what_is_required(pack: Path) -> None:
    text = "country: NOW\nname: {en: Nowhere}\ncurrency: NOD\nbase_year: 2025\nfiscal_year: '07-01'\n"
    (pack / "country.yaml").write_text(text, encoding="utf-8")
    country = read_country(str(pack))
    assert (country.lines, country.regions, country.assumptions) == ({}, {}, [])


def test_survey_margins_and_financing_are_found(pack: Path) -> None:
    (pack / "survey.yaml").write_text("survey: x\n", encoding="utf-8")
    (pack / "margins").mkdir()
    (pack / "financing.yaml").write_text("options: {}\n", encoding="utf-8")
    country = read_country(pack)
    assert country.survey == pack / "survey.yaml"
    assert country.margins == pack / "margins"
    assert country.financing == pack / "financing.yaml"


def test_the_order_of_rows_and_a_byte_order_mark_do_not_matter(pack: Path) -> None:
    path = pack / "economy.csv"
    before = read_country(pack).economy
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\r\n".join([header, *reversed(rows)]) + "\r\n", encoding="utf-8-sig")
    after = read_country(pack).economy
    assert {name: after.series(name) for name in after.names} == {name: before.series(name) for name in before.names}


def test_a_series_of_the_packs_own(pack: Path) -> None:
    with (pack / "economy.csv").open("a", encoding="utf-8") as file:
        file.write("2025,cocoa_price,100,LCU/kg,actual,Cocoa board\n")
    assert read_country(pack).economy.series("cocoa_price") == {2025: 100.0}


def test_prices_above_100_percent_are_believed_when_gdp_multiplied_too(pack: Path) -> None:
    path = pack / "economy.csv"
    text = path.read_text(encoding="utf-8")
    text = text.replace("2025,gdp_nominal,55", "2025,gdp_nominal,175").replace(
        "2025,inflation,0.05", "2025,inflation,2.3"
    )
    path.write_text(text, encoding="utf-8")
    assert read_country(pack).economy.series("inflation")[2025] == 2.3


def test_coverage_keeps_absent_apart_from_nought(pack: Path) -> None:
    text = (
        "year,series,function,sex,quintile,coverage_pct,source\n"
        "2020,SI_COV_UEMP,unemployment,,,0,ILO\n2020,SI_COV_SOCAST,social_assistance,female,1,38.7,World Bank\n"
    )
    (pack / "coverage.csv").write_text(text, encoding="utf-8")
    first, second = read_country(pack).coverage
    assert (first["sex"], first["quintile"], first["coverage_pct"]) == (None, None, 0.0)
    assert (second["sex"], second["quintile"], second["coverage_pct"]) == ("female", 1, 38.7)


@pytest.mark.parametrize("code", ["gha", "GHA", "Gha"])
def test_a_shipped_pack_by_its_code_in_any_case(code: str) -> None:
    from groundfloor.country.pack import find_pack

    assert (find_pack(code) / "country.yaml").is_file()


def test_a_folder_comes_before_a_shipped_pack(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack.rename(pack.parent / "gha")
    monkeypatch.chdir(pack.parent)
    assert read_country("gha").code == "NOW"


def test_citations() -> None:
    text = """% a comment
@Book{a,
  author = {Jolliffe, D. and {World Bank}},
  year = 2022,
  title = "Lines of 5 \\% and more.",
  howpublished = {Paper 12}, url = {https://example.org},
}
@misc{b, author={B}, year={2020}, title={C}}
"""
    assert citations(text, "sources.bib") == [
        "Jolliffe, D. and World Bank (2022). Lines of 5 % and more. Paper 12. https://example.org.",
        "B (2020). C.",
    ]


def test_places_in_a_document(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a:\n  - {b: 1}\n  - {b: 2}\n", encoding="utf-8")
    document = read_yaml(path)
    assert document.place("a", 1, "b") == Place(str(path), 3, 9)
    assert document.place("a", 5, "b") == Place(str(path), 2, 3)
    assert document.place("a", 0, "b", "c") == Place(str(path), 2, 9)
