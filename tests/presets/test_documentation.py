"""The pages show what the command prints, and define every preset, block and parameter."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from groundfloor.cli import main
from groundfloor.presets import parameters_of, presets
from groundfloor.presets.parameter import MARKS

DOCS = Path(__file__).parents[2] / "docs"
HOW_TO = (DOCS / "presets.md").read_text(encoding="utf-8")
METHOD = (DOCS / "methods" / "presets.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^    groundfloor ([^\n]*)\n\n```text\n(.*?)^```", HOW_TO, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("command", "printed"), SHOWN, ids=[command for command, _ in SHOWN])
def test_the_page_shows_what_is_printed(command, printed, capsys):
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr().out == printed


def test_every_preset_is_run_on_ghana():
    assert {command.split()[2] for command, _ in SHOWN if "gha" in command} == set(presets())


def test_every_preset_and_status_is_defined():
    assert set(presets()) <= set(re.findall(r"`(\w+)`", METHOD))
    assert set(MARKS) <= set(re.findall(r"^\| `(\w+)` \|", METHOD, re.MULTILINE))


def test_the_numbers_of_the_page_are_those_of_the_methods():
    """The formulas of the page have the standard values: it and the code cannot part."""
    sections = dict(re.findall(r"^## (`[^\n]+)\n(.*?)(?=^## )", METHOD, re.MULTILINE | re.DOTALL))
    numbers = {title: set(map(float, re.findall(r"(?<![\w.])\d+(?:\.\d+)?", said))) for title, said in sections.items()}
    for title, said in numbers.items():
        for preset in re.findall(r"`(\w+)`", title):
            if preset == "rap":
                continue
            for name, one in parameters_of(preset).items():
                if isinstance(one.value, float | int) and one.value not in (0, 1, 0.0, 1.0, 0.5, 4, 0.25, 0.029):
                    written = {one.value, 100 * one.value, one.value - 1}
                    shared = numbers["`spf_calculator`"] if preset.startswith("financing") else set()
                    assert any(round(value, 9) in {round(n, 9) for n in said | shared} for value in written), (preset, name)  # fmt: skip
