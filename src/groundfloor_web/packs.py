"""The country pack of a workspace: its own among those of the installation or one that ships, and the floor made of its options."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from django.apps import apps
from django.conf import settings

from groundfloor.country.pack import shipped
from groundfloor.errors import GroundfloorError

if TYPE_CHECKING:
    from groundfloor_web.core.models import Workspace

FLOOR = "floors"


def own_pack(workspace: Workspace) -> Path:
    """The folder of the workspace's pack: one among the installation's own, or one that ships.

    It has a name and no path, so that it lies nowhere else; one that is not there raises GroundfloorError.
    """
    own, known = Path(settings.PACKS) / workspace.pack, shipped()
    if own.is_dir() and own.parent == Path(settings.PACKS) and own.name == workspace.pack:
        return own
    if workspace.pack.lower() in known:
        return known[workspace.pack.lower()]
    raise GroundfloorError(
        f"There is no pack {workspace.pack!r}",
        expected="the name of a folder among the installation's packs, or one of " + ", ".join(known),
    )


def pack_of(workspace: Workspace) -> Path:
    """The pack with the options that are in the floor: a copy made once for each set of rules, the pack itself where there are none.

    An option of the name of a programme of the pack takes its place; others join the pack's first floor.
    """
    rules = dict(
        apps.get_model("options.Option")
        .objects.of(workspace)
        .standing()
        .filter(in_floor=True)
        .values_list("name", "rule")
    )
    pack = own_pack(workspace)
    if not rules:
        return pack
    said = [
        *(f"{name}\0{rule}" for name, rule in sorted(rules.items())),
        *(f"{path}\0{path.stat().st_mtime_ns}" for path in sorted(pack.rglob("*"))),
    ]
    digest = hashlib.sha256("\0".join(said).encode()).hexdigest()[:20]
    made = Path(settings.HOME) / "made" / workspace.slug / digest / pack.name
    if not made.exists():
        made.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=made.parent) as beside:
            copy = Path(beside) / pack.name
            shutil.copytree(pack, copy)
            _lay(rules, copy)
            try:
                os.replace(copy, made)
            except OSError:
                if not made.exists():  # somebody else was quicker otherwise
                    raise
    return made


def _lay(rules: dict[str, str], pack: Path) -> None:
    """Write the rules into a pack and their names into its first floor."""
    programmes = pack / "programmes"
    programmes.mkdir(exist_ok=True)
    for name, rule in rules.items():
        (programmes / f"{name}.yaml").write_text(rule, encoding="utf-8")
        # cases are those of the pack's own rule
        (programmes / "cases" / f"{name}.yaml").unlink(missing_ok=True)
    floor = min((pack / FLOOR).glob("*.yaml"))
    said = yaml.safe_load(floor.read_text(encoding="utf-8"))
    said["programmes"] = list(dict.fromkeys([*said["programmes"], *rules]))
    # scenarios of the pack may speak of what an option has changed
    said.pop("scenarios", None)
    floor.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")
