"""The documentation says what the code does: reference pages, names, commands, definitions, examples."""

from __future__ import annotations

import argparse
import doctest
import importlib
import importlib.util
import inspect
import re
import shlex
from pathlib import Path

import pytest

import groundfloor as gf
from groundfloor.cli.main import parser
from groundfloor.pipeline import Settings, Simulation, results_of, run

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
METHODS = sorted((DOCS / "methods").glob("*.md"))
ROOMS = (
    "access",
    "census",
    "choosing",
    "comparing",
    "comparison",
    "contributory",
    "costing",
    "country",
    "economy",
    "engine",
    "figures",
    "financing",
    "fiscal",
    "grouped",
    "measures",
    "population",
    "presets",
    "proxy",
    "report",
    "rules",
    "shocks",
    "stocktake",
    "survey",
    "uncertainty",
)
OTHER_NAME = {"lang": "languages", "name": "folder", "file": "source"}
ONLY_PRINTS = {"format", "lang", "list", "out", "table"}


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def module(path: Path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


REFERENCE = module(DOCS / "reference.py")


@pytest.mark.parametrize("page", sorted(REFERENCE.PAGES))
def test_a_reference_page_says_what_the_code_says(page):
    assert text(DOCS / page) == REFERENCE.page(DOCS / page), f"Run: python docs/reference.py (docs/{page} has drifted)"


def commands() -> dict[str, argparse.ArgumentParser]:
    return next(one for one in parser()._actions if isinstance(one, argparse._SubParsersAction)).choices


def of_the_library() -> list[str]:
    """The commands but those that open the workspace, of which the library knows nothing."""
    return sorted(set(commands()) - {"serve"})


def verbs() -> dict[str, str]:
    """The table of docs/python.md: command to function."""
    return dict(re.findall(r"^\| `(\w+)` \| `gf\.(\w+)` \|", text(DOCS / "python.md"), re.MULTILINE))


def test_every_command_is_a_verb_of_the_api():
    assert sorted(verbs()) == of_the_library()
    assert set(verbs().values()) <= set(gf.__all__)


@pytest.mark.parametrize("command", of_the_library())
def test_a_command_takes_what_its_function_takes_with_the_same_defaults(command):
    function = getattr(gf, verbs()[command])
    signature = inspect.signature(function)
    taken = {name: one.default for name, one in signature.parameters.items()}
    for name in re.findall(rf"^\| `{command} \w+` \| `gf\.(\w+)` \|", text(DOCS / "python.md"), re.MULTILINE):
        more = inspect.signature(getattr(gf, name)).parameters.items()
        taken |= {parameter: one.default for parameter, one in more if parameter not in taken}
    if "settings" in taken:
        settings = Settings if function is gf.demo else Simulation
        defaults = {**inspect.signature(results_of).parameters, **inspect.signature(run).parameters}
        taken |= {name: defaults[name].default for name in settings.__annotations__}
    for action in commands()[command]._actions:
        name = action.dest if action.dest in taken else OTHER_NAME.get(action.dest)
        if action.dest == "help" or (action.dest in ONLY_PRINTS and name not in taken):
            continue
        assert name in taken, f"{command} takes {action.dest}, gf.{function.__name__} does not"
        if action.option_strings and action.default is not None:
            assert action.default == taken[name], f"{command} {action.option_strings[-1]}"


def documented() -> str:
    return "\n".join(re.findall(r"^\.\. auto\w+:: (groundfloor\S+)$", "\n".join(map(text, PAGES)), re.MULTILINE))


@pytest.mark.parametrize("room", ["", *ROOMS])
def test_every_public_name_is_documented(room):
    home = importlib.import_module(f"groundfloor.{room}" if room else "groundfloor")
    names = documented().splitlines()
    missing = [name for name in home.__all__ if callable(getattr(home, name)) and not _there(home, name, names)]
    assert missing == []


def _there(home, name, names):
    what = getattr(home, name)
    return f"{home.__name__}.{name}" in names or f"{what.__module__}.{name}" in names or f"groundfloor.{name}" in names


@pytest.mark.parametrize("room", ["", *ROOMS])
def test_every_public_function_has_an_example(room):
    home = importlib.import_module(f"groundfloor.{room}" if room else "groundfloor")
    functions = [getattr(home, name) for name in home.__all__ if inspect.isfunction(getattr(home, name))]
    assert [one.__name__ for one in functions if ">>>" not in (one.__doc__ or "")] == []


@pytest.mark.parametrize("page", METHODS, ids=lambda page: page.stem)
def test_a_definition_has_all_its_parts(page):
    said = text(page)
    for part in ("**Units.**", "**Ties.**", "**Missing.**"):
        assert said.count(part) == 1, part
    assert re.search(r"^## Sources?\n\n\S", said, re.MULTILINE), "sources"
    assert re.search(r"^\$\$|^    \S.*=|\| formula \||= d exp", said, re.MULTILINE), "a formula"


def test_every_measure_is_defined():
    rows = gf.measure("gha", to=gf.read_country("gha").base_year)
    defined = set(re.findall(r"`(\w+)`", "\n".join(map(text, METHODS))))
    assert {row["measure"] for row in rows} - defined == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_that_a_page_shows_can_be_typed(page):
    said = text(page)
    lines = [*re.findall(r"^    (groundfloor .*)$", said, re.MULTILINE), *re.findall(r"`(groundfloor [^`]*)`", said)]
    for line in lines:
        shown = line.partition("#")[0].partition(">")[0].replace("[options]", "").replace("YEAR", "2050")
        _, command, *words = shlex.split(shown)
        assert command in {*commands(), "COMMAND"}, line
        if words and words != ["--help"]:
            parser().parse_args([command, *words])


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", text(page)):
        file = target.partition("#")[0]
        if file and "://" not in file:
            assert (page.parent / file).exists(), target


def test_every_page_is_reached_from_the_first():
    index = text(DOCS / "index.md")
    for page in DOCS.rglob("*.md"):
        name = page.relative_to(DOCS).with_suffix("").as_posix()
        folder = name.rpartition("/")[0]
        assert name == "index" or re.search(
            rf"^{re.escape(f'{folder}/*' if folder else name)}$", index, re.MULTILINE
        ), name


@pytest.mark.parametrize("page", [page for page in PAGES if ">>>" in text(page)], ids=name_of)
def test_examples_of_a_page_run(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8", optionflags=doctest.ELLIPSIS)
    assert tried
    assert not failed
