"""What codes of SAS files mean: their catalogue of formats, beside them or named."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

import groundfloor as gf
from groundfloor.errors import GroundfloorError
from groundfloor.survey import read_survey
from groundfloor.survey.catalogue import beside, meanings
from groundfloor.survey.formats import Options, read_table
from groundfloor.survey.inspect import look

pytest.importorskip("pyreadstat")
SAMPLES = Path(__file__).parents[1] / "samples"
SEX = {"1": "Male", "2": "Female"}
DESCRIBED = """\
survey: Formatted
country: XXX
year: 2020
files: {{persons: {{path: data/roster.sas7bdat{more}}}}}
variables:
  household_id: ID
  person_id: ID
  sex: {sex}
"""


@pytest.fixture
def data(tmp_path):
    """A folder with SAS's file of three persons, whose sex is a code."""
    folder = tmp_path / "data"
    folder.mkdir()
    put(folder / "roster.sas7bdat", "formatted.sas7bdat.gz")
    return folder


def put(path, sample="formatted.sas7bcat.gz"):
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.decompress((SAMPLES / sample).read_bytes()))
    return path


def described(data, sex="SEXA", more=", labels: true"):
    file = data.parent / "survey.yaml"
    file.write_text(DESCRIBED.format(sex=sex, more=more))
    return file


@pytest.mark.parametrize("name", ["roster.sas7bcat", "ROSTER.SAS7BCAT", "formats.sas7bcat"])
def test_labels_are_those_of_the_catalogue_beside_the_file(data, name):
    assert look(data / "roster.sas7bdat").columns["SEXA"].labels == {}
    put(data / name)
    seen = look(data / "roster.sas7bdat")
    assert seen.columns["SEXA"].labels == seen.columns["SEXB"].labels == SEX
    assert seen.columns["ID"].labels == {}
    assert seen.options.catalogue == data / name


def test_the_one_of_the_same_name_comes_first(data):
    (data / "formats.sas7bcat").write_bytes(b"nothing")
    put(data / "roster.sas7bcat")
    assert beside(data / "roster.sas7bdat") == data / "roster.sas7bcat"
    assert look(data / "roster.sas7bdat").columns["SEXA"].labels == SEX


def test_a_survey_reads_codes_or_labels(data, words):
    put(data / "roster.sas7bcat")
    codes = "{from: SEXA, codes: {1: male, 2: female}}"
    assert words(read_survey(described(data, codes, "")), "sex") == ["male", "female", "male"]
    labels = "{from: SEXA, codes: {Male: male, Female: female}}"
    assert words(read_survey(described(data, labels)), "sex") == ["male", "female", "male"]
    gf.build_survey(described(data, labels), data / "built.csv")
    assert "female" in (data / "built.csv").read_text()


def test_a_catalogue_elsewhere_is_named(data, words):
    put(data.parent / "made" / "labels.sas7bcat")
    labels = "{from: SEXA, codes: {Male: male, Female: female}}"
    file = described(data, labels, ", labels: true, catalogue: made/labels.sas7bcat")
    assert words(read_survey(file), "sex") == ["male", "female", "male"]


def test_inspect_takes_it_among_the_files_and_names_it(data):
    catalogue = put(data.parent / "made" / "labels.sas7bcat")
    out = data.parent / "survey.yaml"
    found = gf.inspect_survey([catalogue, data / "roster.sas7bdat"], out=out, country="XXX", year=2020)
    assert "catalogue: made/labels.sas7bcat" in found.suggestion
    assert "  value labels from labels.sas7bcat" in found.seen
    assert "1 Male (2), 2 Female (1)" in "\n".join(found.seen)


def test_inspect_does_not_name_the_one_beside(data):
    put(data / "formats.sas7bcat")
    found = gf.inspect_survey([data / "roster.sas7bdat"], country="XXX", year=2020)
    assert "catalogue" not in found.suggestion
    assert "  value labels from formats.sas7bcat" in found.seen


def test_each_file_has_the_catalogue_of_its_name(data):
    put(data / "other.sas7bdat", "formatted.sas7bdat.gz")
    ours, theirs = put(data / "made" / "roster.sas7bcat"), put(data / "made" / "more.sas7bcat")
    found = gf.inspect_survey([data / "roster.sas7bdat", data / "other.sas7bdat", ours, theirs])
    assert found.suggestion.count("catalogue: ") == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (", catalogue: made/label.sas7bcat", "no such catalogue of formats. Did you mean 'labels.sas7bcat'"),
        (", catalogue: nowhere/x.sas7bcat", "no such catalogue of formats. Check the path"),
        (", catalogue: data/roster.sas7bdat", "roster.sas7bdat: The catalogue of formats cannot be read"),
        (", catalogue: broken.sas7bcat", "broken.sas7bcat: The catalogue of formats cannot be read"),
    ],
)
def test_what_is_no_catalogue_is_refused(data, more, said):
    whole = put(data.parent / "made" / "labels.sas7bcat").read_bytes()
    (data.parent / "broken.sas7bcat").write_bytes(whole[:700])
    with pytest.raises(GroundfloorError, match=said):
        read_survey(described(data, more=more))


def test_other_files_have_none(folder):
    folder.describe("{path: persons.csv}", "{path: persons.csv, catalogue: formats.sas7bcat}")
    with pytest.raises(GroundfloorError, match=r"persons.csv: Only a file of SAS has a catalogue of formats"):
        folder.read()


def test_a_catalogue_alone_is_no_data(data):
    with pytest.raises(GroundfloorError, match="There is no data file"):
        gf.inspect_survey([put(data / "formats.sas7bcat")])


def test_a_format_is_known_by_its_name_whatever_its_width():
    catalogue = {"YesNo": {1.0: " Yes ", 2.0: "No", 2.5: "?"}, "$AREA": {"U": "Urban"}}
    formats = {"a": "YESNO8.", "b": "YESNO", "c": "yesno12.2", "d": "$AREA1", "e": "AREA1", "f": "BEST12", "g": None}
    found = meanings(formats, catalogue)
    assert found == {
        **{name: {"1": "Yes", "2": "No", "2.5": "?"} for name in "abc"},
        "d": {"U": "Urban"},
    }


def test_a_file_without_formats_is_read_beside_a_catalogue(tmp_path):
    put(tmp_path / "sample.sas7bdat", "sample.sas7bdat.gz")
    put(tmp_path / "sample.sas7bcat")
    table = read_table(tmp_path / "sample.sas7bdat", Options(labels=True), {"mylabl"})
    assert table.columns["mylabl"].levels == ("1", "2")
