"""The package as it is installed: light to import, at home on every system, one version."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import groundfloor as gf

ROOT = Path(__file__).parents[1]
HEAVY = (
    "babel",
    "duckdb",
    "jinja2",
    "numba",
    "numpy",
    "openpyxl",
    "pyreadstat",
    "rasterio",
    "sqlglot",
    "xlsxwriter",
    "yaml",
)
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def said(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    settings = {"PYTHONPATH": str(Path(gf.__file__).parents[1]), "PATH": "", **environment}
    command = [sys.executable, *arguments]
    return subprocess.run(command, check=False, capture_output=True, env=settings)  # noqa: S603 -- our own words


def test_the_versions_agree():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert gf.__version__ == project["version"] == citation["version"]
    assert project["license"] == citation["license"]


@pytest.mark.parametrize(
    "code",
    [
        "import groundfloor",
        "from groundfloor.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass",
    ],
)
def test_neither_import_nor_help_loads_anything_heavy(code):
    done = said("-c", f"import sys\n{code}\nprint([name for name in {HEAVY} if name in sys.modules])")
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_every_public_name_is_there_and_no_other():
    assert all(hasattr(gf, name) for name in gf.__all__)
    assert set(gf.__all__) <= {*dir(gf), *gf._PUBLIC}


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return gf.new(tmp_path_factory.mktemp("packs") / "nowhere")


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
def test_no_letter_ends_a_command_and_no_file_depends_on_the_systems_encoding(pack, tmp_path, encoding):
    """A console of Windows or of the C locale; opening a file without naming its encoding is an error here."""
    strict = {
        "PYTHONIOENCODING": encoding,
        "PYTHONWARNDEFAULTENCODING": "1",
        "PYTHONWARNINGS": "error::EncodingWarning",
    }
    out = tmp_path / "Übersicht 100 %"
    for words in (
        ("run", str(pack), "--out", str(out), "--to", "2026", "--lang", "fr"),
        ("explain", str(pack), "child_grant", "--lang", "fr"),
        ("survey", str(pack)),
        ("check", str(pack)),
    ):
        done = said("-m", "groundfloor", *words, **strict)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert "é" in (out / "report.html").read_text(encoding="utf-8")


def test_csv_on_standard_output_is_utf_8_with_plain_line_ends(pack):
    done = said("-m", "groundfloor", "finance", str(pack), "--to", "2026", "--format", "csv", PYTHONIOENCODING="cp437")
    assert done.stdout.decode("utf-8").startswith("option,year,low,base,high,one_off,note,kind,payer,left_out\n")
    assert b"\r" not in done.stdout


def test_names_of_files_are_names_on_windows_too(pack, tmp_path):
    gf.run(pack, out=tmp_path / "out", to=2026)
    for root in (Path(gf.__file__).parent, tmp_path / "out"):
        found = [path.relative_to(root).as_posix() for path in root.rglob("*") if "__pycache__" not in path.parts]
        assert len({name.lower() for name in found}) == len(found)
        for name in found:
            assert not re.search(r'[<>:"\\|?*]|[. ]$', name), name
            assert not {part.partition(".")[0].lower() for part in name.split("/")} & RESERVED, name


def test_a_run_opens_no_connection(pack, tmp_path, monkeypatch):
    def refuse(*_arguments, **_settings):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert gf.run(pack, out=tmp_path / "out", to=2026).report.is_file()
