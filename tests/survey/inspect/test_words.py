"""What inspect says, in every language: the same messages with the same things filled in, and none of the words of another."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import groundfloor as gf
import groundfloor.survey.inspect as package
from groundfloor.errors import GroundfloorError
from groundfloor.report.language import Language, flat, languages, messages_of
from groundfloor.survey import read_survey
from groundfloor.survey.inspect import PREFIX, Words, messages_in
from groundfloor.survey.inspect.guess import score
from groundfloor.survey.inspect.hints import hints
from groundfloor.survey.inspect.look import Column
from groundfloor.survey.inspect.sayings import MESSAGES
from groundfloor.survey.inspect.show import holds
from groundfloor.survey.table import coded

ENGLISH = flat(messages_in("en"))


def forms(message):
    return [message] if isinstance(message, str) else list(message.values())


def fields(message):
    return {name for form in forms(message) for _, name, _, _ in string.Formatter().parse(form) if name}


def words(code):
    return Words(Language(code, {**messages_of(code), **flat(messages_in(code), PREFIX)}))


def test_there_is_a_file_for_every_language_of_the_report():
    assert sorted(file.stem for file in MESSAGES.glob("*.yaml")) == list(languages())


@pytest.mark.parametrize("code", languages())
def test_every_language_says_the_same_things(code):
    ours = flat(messages_in(code))
    assert ours.keys() == ENGLISH.keys()
    for key, message in ours.items():
        assert fields(message) == fields(ENGLISH[key]), key
        assert all(form.strip() for form in forms(message)), key


def test_french_spaces_do_not_break_and_little_is_as_in_english():
    french = flat(messages_in("fr"))
    for key, message in french.items():
        for form in forms(message):
            assert not re.search(r" [:;!?»]|« ", form), key
    same = {key for key, message in french.items() if message == ENGLISH[key]}
    assert same == {"kind.code", "kind.date"}


def test_the_code_uses_every_message():
    text = "\n".join(file.read_text() for file in Path(package.__file__).parent.glob("*.py"))
    text += (Path(gf.__file__).parent / "api" / "surveys.py").read_text()
    made = {"kind", "heading", "without"}  # followed by the name of what is meant
    for key in ENGLISH:
        group = key.partition(".")[0]
        assert f'"{key}"' in text or f"'{key}'" in text or group in made or key in {
            "seen.rows",
            "seen.columns",
            "doubt.taken_as_household",
            "doubt.taken_as_person",
        }, key  # fmt: skip


def files(folder):
    folder.put("ken_2020_roster.csv", "hhid,line,age,sex,wage\n1,1,40,1,100\n1,2,3,2,\n2,1,150,2,20\n3,1,20,1,30\n")
    folder.put("ken_2020_homes.csv", "hhid,region,weight\n1,North,10\n2,South,20\n9,South,30\n")
    folder.put("ken_2020_food.csv", "hhid,item,visit,cost\n1,10,1,5.5\n1,11,2,6\n2,10,1,7\n")
    folder.put("ken_2020_prices.csv", "place,price\nA,101.5\nB,102.5\n")
    return [folder.path / f"ken_2020_{name}.csv" for name in ("food", "homes", "roster", "prices")]


def told(folder, code):
    found = gf.inspect_survey(files(folder), out=folder.path / f"{code}.yaml", lang=code)
    return found, "\n".join(found.seen).replace("\xa0", " "), found.suggestion.replace("\xa0", " ")


def test_in_french_nothing_is_said_in_english(folder):
    found, seen, text = told(folder, "fr")
    assert "ken_2020_roster.csv (persons) : 4 lignes, 5 colonnes" in seen
    assert "une ligne par personne : ménage identifié par hhid, personne par line" in seen
    assert (
        "ménages communs, 2 ; ménages du fichier des personnes sans ligne ici, 1 ; ménages d’ici sans personne, 1"
        in seen
    )
    assert "aucune colonne ne le relie au fichier des personnes" in seen
    assert "À VÉRIFIER : le fichier ne dit pas le sens de ses codes ; l’ordre habituel est 1 male, 2 female" in text
    assert "À VÉRIFIER : personne n’a 150 ans : pris pour une absence de réponse" in text
    assert "# À COMPLÉTER wage: {from: wage" in text
    assert "d’après le nom « age »" in text
    assert found.next_step.replace("\xa0", " ").endswith(
        "puis lancer : groundfloor survey check " + str(folder.path / "fr.yaml")
    )
    english = r"guessed|TODO|CHECK|household (by|meet)|rows|column |label\b(?!:)|median\b(?!,)|value labels|without|recognised"
    said = "\n".join(line.partition("# ")[2] for line in text.splitlines())
    assert not re.findall(english, said.replace("survey check", ""))
    assert not re.findall(english.replace("|median\\b(?!,)", ""), seen)


def test_the_survey_is_the_same_in_every_language(folder):
    told(folder, "en")
    told(folder, "fr")
    surveys = [read_survey(folder.path / f"{code}.yaml") for code in ("en", "fr")]
    assert surveys[0].columns.keys() == surveys[1].columns.keys()
    assert surveys[0].weight.tolist() == surveys[1].weight.tolist() == [10, 10, 20, 0]


def test_what_is_left_to_fill_in_is_refused_in_every_language(folder):
    folder.put("x.csv", "a,b\n1,2\n2,1\n")
    for code in languages():
        folder.put("new.yaml", gf.inspect_survey([folder.path / "x.csv"], lang=code).suggestion)
        with pytest.raises(GroundfloorError):
            read_survey(folder.path / "new.yaml")


def test_a_language_there_is_none_of_is_refused(folder):
    with pytest.raises(GroundfloorError, match="language 'xx'"):
        gf.inspect_survey([folder.path / "persons.csv"], lang="xx")


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (0.0, "0", "0"),
        (1.5, "1.5", "1,5"),
        (-0.25, "−0.25", "−0,25"),
        (9000.0, "9,000", "9 000"),
        (1234567.0, "1,234,567", "1 234 567"),
        (0.000123456789, "0.000123457", "0,000123457"),
        (1 / 3, "0.333333", "0,333333"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(value, english, french):
    assert words("en").number(value) == english
    assert words("fr").number(value).replace("\xa0", " ").replace("\u202f", " ") == french


def test_what_a_column_holds():
    sex = Column("sex", "", "code", 3, 3, 2, (("1", 2), ("2", 1)), None, {"1": "Male"}, coded([1, 2, 1]))
    assert holds(sex, words("en")) == "1 Male (2), 2 (1)"
    age = Column("age", "", "number", 3, 3, 3, (), (0.5, 30.0, 1200.0), {}, coded([1]))
    assert holds(age, words("en")) == "0.5 to 1,200, median 30"


def test_a_label_of_several_lines_stays_in_its_comment(folder):
    sex = Column(
        "q1", "Sex of\n household: member", "code", 3, 3, 2, (), None, {"1": "Male", "2": "Female"}, coded([1, 2])
    )
    (saying,) = score(hints()["sex"], sex)[1]
    assert saying.values == {"text": "Sex of household: member"}
