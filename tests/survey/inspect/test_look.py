"""How data files are written is found out, and what their columns hold, whatever their format."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

import groundfloor as gf
from groundfloor.errors import GroundfloorError
from groundfloor.survey import read_survey
from groundfloor.survey.formats import Options, endings, read_table
from groundfloor.survey.inspect.look import look
from groundfloor.survey.stata import Variable, dta

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.mark.parametrize(
    ("encoding", "mark", "decimal"),
    [("cp1252", ";", ","), ("latin-1", ",", "."), ("utf-8-sig", ";", ","), ("utf-16", "\t", "."), ("utf-8", "|", ",")],
)
def test_how_a_text_file_is_written_is_found_out(folder, encoding, mark, decimal, words):
    table = [["hogar", "persona", "edad", "región", "factor"], ["1", "1", "40", "Córdoba", "1.5"], ["1", "2", "4", "Córdoba", "1.5"], ["2", "1", "30", "Ñuble", "2.5"]]  # fmt: skip
    text = "\n".join(mark.join(cell.replace(".", decimal) for cell in row) for row in table) + "\n"
    folder.put("chl_2020.csv", text.encode(encoding))
    gf.inspect_survey([folder.path / "chl_2020.csv"], out=folder.path / "new.yaml")
    survey = read_survey(folder.path / "new.yaml")
    assert survey.weight.tolist() == [1.5, 1.5, 2.5]
    assert words(survey, "region") == ["Córdoba", "Córdoba", "Ñuble"]


def test_arabic_is_read_in_the_encoding_of_windows_and_in_labels(folder, words):
    text = "hhid,pid,sex,age\n1,1,ذكر,40\n1,2,أنثى,38\n2,1,أنثى,20\n"
    folder.put("tun_2021.csv", text.encode("cp1256"))
    suggested = gf.inspect_survey([folder.path / "tun_2021.csv"], out=folder.path / "new.yaml").suggestion
    assert "encoding: cp1256" in suggested
    assert words(read_survey(folder.path / "new.yaml"), "sex") == ["male", "female", "female"]
    pytest.importorskip("pyreadstat")
    sex = Variable("jins", np.array([1.0, 2, 2]), "الجنس sex", {1: "ذكر", 2: "أنثى"})
    ids = [Variable("hhid", np.array([1.0, 1, 2])), Variable("pid", np.array([1.0, 2, 1]))]
    folder.put("tun_2021.dta", dta([*ids, sex]))
    assert look(folder.path / "tun_2021.dta").columns["jins"].labels == {"1": "ذكر", "2": "أنثى"}
    gf.inspect_survey([folder.path / "tun_2021.dta"], out=folder.path / "dta.yaml")
    assert words(read_survey(folder.path / "dta.yaml"), "sex") == ["male", "female", "female"]


@pytest.mark.parametrize(
    ("written", "said", "hint"),
    [
        ("cp1252", "", "encoding: cp1252"),
        ("utf-8", ", encoding: cp1252", "The file is in UTF-8, not cp1252"),
        ("utf-8", ", encoding: latin-1", "The file is in UTF-8, not latin-1"),
        ("utf-16", "", "encoding: utf-16"),
    ],
)
def test_another_encoding_than_said_is_refused_with_the_right_one(folder, written, said, hint):
    text = (folder.path / "persons.csv").read_text().replace("North", "Línea").replace("South", "Año")
    folder.put("persons.csv", text.encode(written))
    folder.describe("persons.csv}", f"persons.csv{said}}}")
    with pytest.raises(GroundfloorError, match=hint):
        folder.read()


def old_stata(word, encoding):
    """A file of Stata 10 (format 114) with one variable of words, which such files hold in the letters of the machine."""
    cell = word.encode(encoding)
    header = struct.pack("<BBBBHI", 114, 2, 1, 0, 1, 2) + bytes(81) + bytes(18)
    names = b"lugar".ljust(33, b"\0") + bytes(4) + f"%{len(cell)}s".encode().ljust(49, b"\0") + bytes(33)
    return header + bytes([len(cell)]) + names + word.encode(encoding).ljust(81, b"\0") + bytes(5) + cell * 2


@pytest.mark.parametrize(("word", "encoding"), [("Córdoba", "cp1252"), ("تونس", "cp1256")])
def test_an_old_stata_file_has_the_letters_of_its_machine(tmp_path, word, encoding):
    pytest.importorskip("pyreadstat")
    (tmp_path / "old.dta").write_bytes(old_stata(word, encoding))
    table = read_table(tmp_path / "old.dta", Options(encoding=encoding), {"lugar"})
    assert (table.columns["lugar"].levels, table.labels["lugar"]) == ((word,), word)
    if encoding == "cp1252":
        assert look(tmp_path / "old.dta").columns["lugar"].text.levels == (word,)
    with pytest.raises(GroundfloorError, match="another encoding"):
        read_table(tmp_path / "old.dta", Options(encoding="utf-8"), {"lugar"})


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "dta"])
def test_every_format_looks_the_same(folder, ending):
    if ending == "dta":
        pytest.importorskip("pyreadstat")
    gf.build_survey(folder.path / "survey.yaml", folder.path / f"all.{ending}")
    columns = look(folder.path / f"all.{ending}").columns
    assert columns["age"].range == (4, 39, 70)
    assert columns["household_id"].frequent == (("A", 3), ("B", 1))
    assert columns["employed"].missing == 0.25
    assert columns["sex"].kind == "code"


@pytest.mark.parametrize("name", ["sample.sas7bdat.gz", "sample.xpt.gz", "sample.por.gz"])
def test_files_of_sas_and_spss_as_their_makers_wrote_them(tmp_path, name):
    pytest.importorskip("pyreadstat")
    data = (SAMPLES / name).read_bytes()
    path = tmp_path / name.removesuffix(".gz")
    path.write_bytes(gzip.decompress(data))
    columns = {one.lower(): column for one, column in look(path).columns.items()}
    assert columns["mychar"].text.levels == ("a", "b", "c", "d", "e")
    assert columns["mynum"].range == (-1000.3, 1.1, 1000.3)
    assert columns["mydate"].kind == "date"
    assert columns["mydate"].missing == pytest.approx(0.2)
    assert columns["mylabl"].frequent == (("1", 3), ("2", 2))
    path.write_bytes(path.read_bytes()[:700])
    with pytest.raises(GroundfloorError, match="cannot be read"):
        look(path)


def test_kinds_of_columns(folder):
    lines = "\n".join(f"{i},{i / 7},{'ab'[i % 2]},2020-01-{i + 1:02d},,name of {i}" for i in range(28))
    folder.put("x.csv", f"id,share,group,day,nothing,text\n{lines}\n")
    kinds = {name: column.kind for name, column in look(folder.path / "x.csv").columns.items()}
    assert kinds == {
        "id": "number",
        "share": "number",
        "group": "code",
        "day": "date",
        "nothing": "empty",
        "text": "text",
    }


def test_columns_without_a_name_are_passed_over(folder):
    folder.put("ken_2020.csv", ",hhid,pid,,age\n0,1,1,,40\n1,1,2,,30\n2,2,1,,20\n")
    assert list(look(folder.path / "ken_2020.csv").columns) == ["hhid", "pid", "age"]


def test_files_that_are_none_are_refused(folder):
    with pytest.raises(GroundfloorError, match="no such file"):
        gf.inspect_survey([folder.path / "nothing.csv"])
    folder.put("empty.dta", b"")
    with pytest.raises(GroundfloorError, match="empty"):
        gf.inspect_survey([folder.path / "empty.dta"])


def test_every_format_can_be_inspected():
    assert {"csv", "parquet", "xlsx", "dta", "sav", "sas7bdat", "xpt"} <= set(endings())
