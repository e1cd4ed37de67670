"""The page, the messages, the command and what it writes."""

from __future__ import annotations

import csv
import html as markup
import io
import re
import string

import pytest
from tests.proxy.conftest import PREDICTORS, words

import groundfloor as gf
from groundfloor.cli.main import main
from groundfloor.errors import GroundfloorError
from groundfloor.proxy import Told, language, write
from groundfloor.proxy.assess import COLUMNS
from groundfloor.proxy.page import html
from groundfloor.proxy.words import PREFIX
from groundfloor.report.language import languages


@pytest.fixture(scope="module")
def test(people):
    return gf.proxy_means(people, predict=PREDICTORS, points=100)


def own(code):
    return {key: text for key, text in language(code).messages.items() if key.startswith(PREFIX)}


def fields(message):
    forms = [message] if isinstance(message, str) else list(message.values())
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}


@pytest.mark.parametrize("code", languages())
def test_every_language_has_the_same_messages_with_the_same_things_to_fill_in(code):
    english, other = own("en"), own(code)
    assert set(other) == set(english)
    for key, message in other.items():
        assert fields(message) == fields(english[key]), key


def test_french_is_french_and_its_spaces_do_not_break():
    english = own("en")
    for key, message in own("fr").items():
        assert message != english[key], key
        for form in (message,) if isinstance(message, str) else message.values():
            assert not any(sign in form for sign in (" :", " ;", " !", " ?", " %", " »", "« ")), (key, form)


def test_no_message_is_left_over(people, monkeypatch):
    from dataclasses import replace

    import numpy as np

    from groundfloor.report.language import Language

    used = set()

    def form(self, key, values, original=Language._form):
        used.add(key)
        return original(self, key, values)

    monkeypatch.setattr(Language, "_form", form)
    welfare, urban = people.welfare.copy(), people.columns["urban"].copy()
    welfare[:5] = 0.0
    urban[people.household_of % 10 == 0] = np.nan
    ill = np.where(people.household_of % 7 == 0, 1.0, 0.0)
    other = replace(people, welfare=welfare, columns={**people.columns, "urban": urban, "disability": ill})
    few = replace(other, psu=words(people.household_of // 25, *map(str, range(12))), strata=None)
    predictors = (*PREDICTORS, "household.size * 2", "household.size > 0", "household.head.age / 100")
    town = replace(people, columns={name: one for name, one in people.columns.items() if name != "region"})
    for one in (
        gf.proxy_means(few, predict=predictors, points=10, folds=50),
        gf.proxy_means(
            other, predict=PREDICTORS[:4], area="urban", method="quantile", lowest=10.0, target="poorest=0.3"
        ),
        gf.proxy_means(people, predict=PREDICTORS, target="z", weights="households"),
        gf.proxy_means(people, predict=PREDICTORS, budget=1.0, screening=1e6),
        gf.proxy_means(town, predict=PREDICTORS[:5]),
    ):
        assert html(one)
    low = gf.proxy_means(replace(people, lines={"high": 1e9}), predict=PREDICTORS, target="high")
    assert list(Told(low, language("en")).sentences())
    assert {key for key in own("en") if key not in used} == set()


@pytest.mark.parametrize("code", languages())
def test_the_page_says_openly_whom_the_test_leaves_out(test, code):
    text = html(test, code)
    value, low, high = (
        round(100 * test.value("errors", column, sample="cross_validated", measure="exclusion_error"))
        for column in ("value", "low", "high")
    )
    said = {
        "en": f"Of every 100 people in the poorest fifth, this test leaves out {value} ({low} to {high}).",
        "fr": f"Sur 100 personnes dans le cinquième le plus pauvre, ce test en laisse {value} de côté ({low} à {high}).",
    }[code]
    assert said in markup.unescape(text)
    assert f'<html lang="{code}"' in text
    assert text.count('<svg class="chart"') == 6
    assert "http" not in re.sub(r"http-equiv", "", text)
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_names_of_a_survey_are_escaped(people):
    from dataclasses import replace

    named = replace(people, name="<script>alert(1)</script>")
    assert "<script>" not in html(gf.proxy_means(named, predict=PREDICTORS))


def test_everything_is_written_or_nothing(test, tmp_path):
    files = write(test, tmp_path / "out", ["en", "fr"])
    assert {file.relative_to(tmp_path / "out").as_posix() for file in files} == {
        "proxy_means.html",
        "proxy_means.fr.html",
        *(f"tables/{name}.csv" for name in COLUMNS),
        *test.rule.files,
    }
    for name, columns in COLUMNS.items():
        rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "tables" / f"{name}.csv").read_text("utf-8"))))
        assert len(rows) == len(test.tables[name])
        assert not rows or tuple(rows[0]) == (*columns, "synthetic")
        assert all(set(row) <= {*columns, "synthetic"} for row in test.tables[name]), name
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(GroundfloorError, match="There is a file of that name"):
        write(test, tmp_path / "file")
    with pytest.raises(GroundfloorError, match="no report in the language"):
        write(test, tmp_path / "none", ["xx"])
    assert not (tmp_path / "none").exists()


def test_the_command_says_and_writes(tmp_path, capsys):
    pack = gf.new(tmp_path / "nowhere")
    out = tmp_path / "out"
    asked = "--predict household.size --predict urban --points 100 --method lasso --area urban --target poorest=0.3 --lang fr"
    more = ["--budget", "1e9", "--out", str(out), "--category", "toddlers=age < 3"]
    code = main(["pmt", str(pack / "survey.yaml"), *asked.split(), *more])
    said = capsys.readouterr().out
    assert code == 0
    assert said.startswith("Sur 100 personnes dans les 30")
    assert "Toddlers" in said
    assert 'lang="fr"' in (out / "proxy_means.html").read_text(encoding="utf-8")
    assert main(["pmt", str(pack), "--predict", "agee"]) == 1
    assert "Did you mean 'age'?" in capsys.readouterr().err
    assert main(["pmt", str(tmp_path)]) == 1


def test_synthetic_households_are_marked(people):
    from dataclasses import replace

    test = gf.proxy_means(replace(people, synthetic=True), predict=PREDICTORS)
    assert {row["synthetic"] for rows in test.tables.values() for row in rows} == {True}
    assert "Synthetic households" in html(test)
