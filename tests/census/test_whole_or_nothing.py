"""A run that is killed leaves nothing that could be taken for a result, and running it again gives what an undisturbed run gives."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.census.making import DAY, census, ghana

import groundfloor as gf
from groundfloor.engine.outofcore import files

CHILD = """
import sys, time
import groundfloor as gf
from groundfloor.engine.outofcore import files

files.PART = 150

def say(message):
    if message.startswith("3 of"):
        print("now", flush=True)
        time.sleep(60)

gf.entitle("gha", sys.argv[1], out=sys.argv[2], date=sys.argv[3], say=say)
"""


@pytest.fixture
def source(tmp_path):
    (tmp_path / "census").mkdir()
    for i in range(20, 26):
        where = f"WHERE household_id // 50 = {i}"
        census().execute(f"COPY (FROM census {where}) TO '{tmp_path}/census/{i}.parquet'")
    return tmp_path / "census"


def entitle(source, out, **more):
    return gf.entitle(ghana()[0], source, out=out, date=DAY, **more)


def bits(folder):
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_killed_in_the_middle_and_run_again(source, tmp_path, monkeypatch):
    out = tmp_path / "made" / "out"
    child = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", CHILD, str(source), str(out), DAY], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "now\n"
    child.kill()
    child.wait()
    child.stdout.close()
    assert not out.exists()
    left = list(out.parent.iterdir())
    assert len(left) == 1
    assert list(left[0].rglob("*.parquet"))  # it was in the middle
    monkeypatch.setattr(files, "PART", 150)
    said = []
    entitle(source, out, say=said.append)
    assert any("what a run that did not end left" in one for one in said)
    assert [one.name for one in out.parent.iterdir()] == ["out"]
    entitle(source, tmp_path / "undisturbed")
    assert bits(out) == bits(tmp_path / "undisturbed")
    assert len(bits(out)) > 5


def test_a_run_that_goes_on_is_left_alone_and_a_failure_leaves_nothing(source, tmp_path):
    other = []

    def meanwhile(message):
        if message == "Figures":
            entitle(source, tmp_path / "made" / "other")
            other.append(entitle(source, tmp_path / "made" / "out2"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        entitle(source, tmp_path / "made" / "out", say=meanwhile)
    assert sorted(one.name for one in (tmp_path / "made").iterdir()) == ["other", "out2"]


def test_two_runs_into_one_folder(source, tmp_path):
    def meanwhile(message):
        if message == "Figures":
            entitle(source, tmp_path / "out")

    with pytest.raises(gf.GroundfloorError, match="This folder exists and is not written over"):
        entitle(source, tmp_path / "out", say=meanwhile)
    assert (tmp_path / "out" / "entitlements.json").is_file()


def test_what_is_there_is_not_written_over(source, tmp_path):
    (tmp_path / "out").mkdir()
    entitle(source, tmp_path / "out")
    with pytest.raises(gf.GroundfloorError, match="This folder exists and is not written over"):
        entitle(source, tmp_path / "out")
    (tmp_path / "file").write_text("")
    with pytest.raises(gf.GroundfloorError, match="There is a file of that name"):
        entitle(source, tmp_path / "file")
