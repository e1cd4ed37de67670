"""The commands as they are typed."""

from __future__ import annotations

import csv
import io
import re
import shlex
from pathlib import Path

import pytest

from groundfloor import __version__
from groundfloor.cli import main, options
from groundfloor.cli.main import parser
from groundfloor.engine import ENGINES
from groundfloor.pipeline import HORIZON
from groundfloor.report.language import languages
from groundfloor.starter import new

HANDBOOK = Path(__file__).parents[2] / "docs" / "commands.md"
COMMANDS = tuple(re.findall(r"^## (\w+)$", HANDBOOK.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return new(tmp_path_factory.mktemp("packs") / "nowhere")


def out_of(capsys, *arguments: object) -> str:
    assert main([str(one) for one in arguments]) == 0
    return capsys.readouterr().out


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_commands_are_those_of_the_handbook():
    action = next(one for one in parser()._actions if one.dest == "command")
    assert tuple(sorted(action.choices)) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_shows_an_example_that_its_own_parser_accepts(command, capsys):
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    text = capsys.readouterr().out.partition("Example:")[2]
    examples = [line.strip() for line in text.splitlines() if line.strip().startswith("groundfloor")]
    assert examples
    for example in examples:
        words = shlex.split(example.partition(">")[0])
        parser().parse_args(words[1:])


def test_version(capsys):
    assert out_of(capsys, "--version").strip() == __version__


def test_no_command_is_wrong_usage(capsys):
    assert main([]) == 2
    assert "usage: groundfloor" in capsys.readouterr().out


def test_survey_says_what_it_found(pack, capsys):
    text = out_of(capsys, "survey", pack / "survey.yaml")
    assert "1,907 persons in 500 households" in text
    text = out_of(capsys, "survey", pack / "survey.yaml", "--format", "csv")
    assert text.startswith("severity,check,variable,rows,message")


def test_survey_of_a_pack_without_one_says_how_well_the_margins_are_met(capsys):
    text = out_of(capsys, "survey", "gha")
    assert "are synthetic" in text
    assert "How well each margin is met" in text
    assert "This person is synthetic" in out_of(capsys, "explain", "gha", "child_grant")
    costs = table(out_of(capsys, "cost", "gha", "--to", "2025", "--format", "csv"))
    assert {row["synthetic"] for row in costs if not row["programme"].startswith("services.")} == {"true"}
    assert "consumption" in text


def test_weights_says_how_totals_are_met_and_writes_the_weights(pack, tmp_path, capsys):
    (tmp_path / "margins.csv").write_text("sex,total\nfemale,5000000\nmale,4900000\n", encoding="utf-8")
    options_ = ("--margins", tmp_path / "margins.csv", "--method", "logit", "--bounds", 0.5, 2)
    text = out_of(capsys, "weights", pack / "survey.yaml", *options_, "--out", tmp_path / "weights.csv")
    assert "calibrated to 2 totals of margins.csv (logit)" in text
    assert "effective_sample" in text
    found = table((tmp_path / "weights.csv").read_text(encoding="utf-8"))
    assert tuple(found[0]) == ("household_id", "person_id", "weight_before", "weight")
    assert sum(float(row["weight"]) for row in found) == pytest.approx(9.9e6)
    assert "calées sur 2 totaux" in out_of(capsys, "weights", pack, *options_, "--lang", "fr")


def test_weights_of_a_year(pack, capsys):
    text = out_of(capsys, "weights", pack, "--year", 2030)
    assert "calibrated to 34 totals" in text
    assert main(["weights", str(pack), "--year", "2030", "--margins", "m.csv"]) == 1
    assert main(["weights", str(pack)]) == 1
    assert "either margins, or a year" in capsys.readouterr().err


def test_measure_of_a_pack_is_that_of_its_run(pack, capsys):
    found = table(out_of(capsys, "measure", pack, "--to", "2027", "--format", "csv"))
    assert {row["scenario"] for row in found} == {"today", "floor", "start_small"}


def test_a_folder_stands_for_the_survey_in_it(pack, tmp_path, capsys):
    for name in ("survey.yaml", "survey.csv"):
        (tmp_path / name).write_bytes((pack / name).read_bytes())
    assert "1,907 persons" in out_of(capsys, "survey", tmp_path)
    assert {row["scenario"] for row in table(out_of(capsys, "measure", tmp_path, "--format", "csv"))} == {"today"}


def test_measure_prints_the_contract(pack, capsys):
    found = table(out_of(capsys, "measure", pack / "survey.yaml", "--format", "csv"))
    contract = ("scenario", "measure", "line", "programme", "group", "value", "se", "n", "synthetic")
    assert tuple(found[0])[: len(contract)] == contract
    assert {row["synthetic"] for row in found} == {"false"}
    assert {"gini", "mean_welfare", "share_health_insurance"} <= {row["measure"] for row in found}
    assert "gini" in out_of(capsys, "measure", pack / "survey.yaml")


def test_population_prints_the_contract(pack, capsys):
    found = table(out_of(capsys, "population", pack / "population", "--to", "2027", "--format", "csv"))
    assert tuple(found[0]) == ("year", "sex", "age", "population")
    assert {row["year"] for row in found} == {"2025", "2026", "2027"}


def test_cost_and_finance_print_the_contract(pack, capsys):
    costs = table(out_of(capsys, "cost", pack, "--to", "2027", "--format", "csv"))
    assert {row["scenario"] for row in costs} == {"floor", "start_small"}
    options = table(out_of(capsys, "finance", pack, "--to", "2027", "--format", "csv"))
    assert tuple(options[0])[:7] == ("option", "year", "low", "base", "high", "one_off", "note")


def test_a_table_goes_to_a_file_whole_or_not_at_all(pack, tmp_path, capsys):
    file = tmp_path / "costs.csv"
    assert out_of(capsys, "cost", pack, "--to", "2026", "--out", file) == ""
    assert table(file.read_text(encoding="utf-8"))[0]["scenario"] == "floor"
    assert [one.name for one in tmp_path.iterdir()] == ["costs.csv"]
    assert main(["population", str(pack), "--to", "2026", "--out", str(tmp_path)]) == 1
    assert "There is a folder of that name" in capsys.readouterr().err
    assert main(["population", str(pack), "--to", "2026", "--out", str(tmp_path / "no" / "x.csv")]) == 1
    assert "The folder does not exist" in capsys.readouterr().err


def test_findings_go_to_a_file(pack, tmp_path, capsys):
    out_of(capsys, "survey", pack / "survey.yaml", "--out", tmp_path / "findings.csv")
    assert (tmp_path / "findings.csv").read_text(encoding="utf-8").startswith("severity,check,")


def test_the_floor_is_chosen_by_name(pack, capsys):
    assert main(["cost", str(pack), "--floor", "flor"]) == 1
    assert "Did you mean 'floor'?" in capsys.readouterr().err


def test_what_may_be_chosen_is_what_the_library_knows():
    assert options.ENGINES == ENGINES
    assert languages() == options.LANGUAGES
    assert options.HORIZON == HORIZON


def test_run_says_where_everything_is(pack, tmp_path, capsys):
    text = out_of(capsys, "run", pack, "--out", tmp_path / "out", "--to", "2026", "--lang", "fr")
    assert str((tmp_path / "out" / "report.html").resolve()) in text
    assert 'lang="fr"' in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_check_ends_in_one_when_a_case_fails(pack, capsys, monkeypatch):
    assert main(["check", str(pack)]) == 0
    assert "1 holds, 0 fail" in capsys.readouterr().out
    from groundfloor.checking import Check

    monkeypatch.setattr("groundfloor.checking.check", lambda _pack, lang: Check(("Cases: 0 hold, 1 fail.",), False))
    assert main(["check", str(pack)]) == 1


def test_explain_speaks_french(pack, capsys):
    text = out_of(capsys, "explain", pack, "child_grant", "--person", 3, "--lang", "fr")
    assert text.startswith("Allocation pour enfant")


def test_new_makes_a_pack_and_refuses_to_write_over_one(tmp_path, capsys):
    assert "groundfloor run" in out_of(capsys, "new", tmp_path / "here")
    assert main(["new", str(tmp_path / "here")]) == 1
    assert "There is already something of that name" in capsys.readouterr().err
    assert main(["new", str(tmp_path / "no" / "here")]) == 1
    assert "does not exist" in capsys.readouterr().err


def test_a_name_with_an_apostrophe_stays_a_name(tmp_path):
    from groundfloor.country import read_country

    assert read_country(new(tmp_path / "cote-d'or")).name["en"] == "Cote D'Or"


def test_a_missing_file_is_a_sentence(capsys):
    assert main(["measure", "nothing/survey.yaml"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("groundfloor: ")
    assert "survey.yaml" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), 130),
        (FileNotFoundError(2, "x", "lost.csv"), 1),
        (PermissionError(13, "Permission denied", "closed.csv"), 1),
        (OSError(28, "No space left on device"), 1),
    ],
)
def test_how_a_command_ends(error, code, monkeypatch, capsys):
    def stop(_args):
        raise error

    monkeypatch.setattr("groundfloor.cli.commands.check.execute", stop)
    assert main(["check", "x"]) == code
    assert capsys.readouterr().err.startswith("groundfloor: ")


def test_a_closed_pipe_is_no_error(monkeypatch):
    def stop(_args):
        raise BrokenPipeError

    monkeypatch.setattr("groundfloor.cli.commands.check.execute", stop)
    monkeypatch.setattr("os.dup2", lambda *_: None)
    assert main(["check", "x"]) == 0


def test_demo_runs_the_pack_that_ships(monkeypatch):
    asked = {}
    monkeypatch.setattr("groundfloor.cli.commands.run.execute", lambda args: asked.update(vars(args)) or 0)
    assert main(["demo", "--lang", "fr"]) == 0
    assert (asked["pack"], asked["lang"]) == ("gha", ["fr"])


def test_explain_says_what_a_scenario_changes_and_explains_under_it(pack, capsys):
    text = out_of(capsys, "explain", pack, "start_small", "--lang", "fr")
    assert "start_small:" in text
    first = out_of(capsys, "explain", pack, "child_grant", "--person", 3)
    under = out_of(capsys, "explain", pack, "child_grant", "--person", 3, "--scenario", "start_small")
    assert first != under
    assert main(["explain", str(pack), "child_grant", "--scenario", "strat_small"]) == 1
    assert "Did you mean 'start_small'?" in capsys.readouterr().err
