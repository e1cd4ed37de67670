"""A full run of an exploration, done by a worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from groundfloor import run as run_pack
from groundfloor.country import read_country
from groundfloor.pipeline import floor_of_pack
from groundfloor_web.core.models import Workspace
from groundfloor_web.explorer.controls import ControlsForm
from groundfloor_web.explorer.left import LANGUAGES, filling
from groundfloor_web.explorer.models import Exploration, Run
from groundfloor_web.explorer.nothing import with_doing_nothing
from groundfloor_web.explorer.remembered import keep
from groundfloor_web.jobs.work import Say

SCENARIO = "explored"


def folder_of(run: Run) -> Path:
    """Where the files of a run lie."""
    return Path(settings.HOME) / "runs" / run.workspace.slug / str(run.pk)


def run(workspace: Workspace, given: dict[str, Any], say: Say) -> dict[str, Any]:
    """Copy the pack, lay the exploration on its floor as a scenario, run it, and keep what it leaves: all of it or nothing."""
    exploration = Exploration.objects.get(pk=given["exploration"], workspace=workspace)
    one = exploration.runs.latest("pk")
    with filling(folder_of(one), workspace, say) as (pack, out):
        explored(pack, exploration.title, given["controls"])
        done = run_pack(pack, out=out, languages=LANGUAGES, say=say)
        keep(with_doing_nothing(done.results, pack, SCENARIO, say), out)
    return {"url": one.get_absolute_url()}


def explored(pack: Path, title: dict[str, str], controls: dict[str, Any]) -> None:
    """Write the exploration into the floor of a pack as a scenario, first of all."""
    country = read_country(pack)
    floor = floor_of_pack(country)
    form = ControlsForm(floor, country.base_year, controls)
    path = pack / "floors" / f"{floor.name}.yaml"
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    label = {"en": next(iter(title.values()), SCENARIO)} | title
    said["scenarios"] = {SCENARIO: {"label": label} | form.patch()} | (said.get("scenarios") or {})
    path.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")
