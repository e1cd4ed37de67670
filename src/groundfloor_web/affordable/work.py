"""Finding the best affordable floor, done by a worker."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings as installation

from groundfloor.choosing import choose as choose_floor
from groundfloor.choosing import results, settings, write
from groundfloor.choosing.floor import labels, patch
from groundfloor.choosing.solve import NotFoundError
from groundfloor.session import Session
from groundfloor_web.affordable.as_explored import as_explored
from groundfloor_web.affordable.models import Choice
from groundfloor_web.core.models import Workspace
from groundfloor_web.explorer.left import LANGUAGES, filling
from groundfloor_web.explorer.remembered import keep
from groundfloor_web.jobs.work import Say

BESIDE, AS_EXPLORED = "beside.json", "as_explored.json"
LONGER = 4
"""Times the time for searching, where nothing was found in it."""
TABLES = ("choice", "objectives", "solutions", "limits", "frontier", "costs", "impact")


def folder_of(choice: Choice) -> Path:
    """Where the files of a choice lie."""
    return Path(installation.HOME) / "choices" / choice.workspace.slug / str(choice.pk)


def choose(workspace: Workspace, given: dict[str, Any], say: Say) -> dict[str, Any]:
    """Choose within a copy of the pack, and keep the report, the floor's file, and the choice as the explorer answers for it: all or nothing."""
    one = Choice.objects.get(pk=given["choice"], workspace=workspace)
    asked = settings(one.settings)
    with filling(folder_of(one), workspace, say) as (pack, out):
        try:
            found = choose_floor(pack, asked, say)
        except NotFoundError:  # a server may be busy
            found = choose_floor(pack, replace(asked, seconds=LONGER * asked.seconds), say)
        write(found, out, LANGUAGES, one.settings)
        keep(results(found), out, tables=TABLES)
        session = Session(pack, to=asked.to, floor=found.floor.name, say=say)
        stands = session.results(patch(found.floor, found.chosen.picks, labels(0)), label=labels(0))
        keep(stands, out, BESIDE, ("costs", "impact", "plan"))
        (out / AS_EXPLORED).write_text(json.dumps(as_explored(found), ensure_ascii=False), encoding="utf-8")
    return {"url": one.get_absolute_url()}
