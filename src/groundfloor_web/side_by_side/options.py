"""What may be set side by side: the floor as it stands, scenarios of the pack, explorations that were kept, and floors that were chosen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from groundfloor.choosing.floor import CHOSEN, labels
from groundfloor.session import Session
from groundfloor_web.affordable.models import Choice
from groundfloor_web.affordable.work import AS_EXPLORED, folder_of
from groundfloor_web.core.models import Workspace
from groundfloor_web.explorer.controls import ControlsForm
from groundfloor_web.explorer.models import Exploration
from groundfloor_web.jobs.models import State

Words = Mapping[str, str]
Json = Mapping[str, Any]
FLOOR = "floor"


@dataclass(frozen=True)
class Option:
    """Something that may be set beside another: how addresses name it, what it is called, and the patch it lays on the floor."""

    key: str
    label: Words
    patch: Callable[[], Json]


def options(workspace: Workspace, session: Session) -> dict[str, Option]:
    """Everything there is, by how addresses name it."""
    return {one.key: one for one in _options(workspace, session)}


def _options(workspace: Workspace, session: Session) -> Iterator[Option]:
    yield Option(FLOOR, session.floor.label, dict)
    for name, patch in session.floor.scenarios.items():
        yield Option(f"scenario:{name}", patch.get("label") or {"en": name}, partial(dict, patch))
    for kept in Exploration.objects.of(workspace).standing():
        yield Option(f"kept:{kept.pk}", kept.title, partial(_patch, session, kept.controls))
    for choice in Choice.objects.of(workspace).standing().filter(job__state=State.DONE):
        yield from _chosen(session, choice)


def _chosen(session: Session, choice: Choice) -> Iterator[Option]:
    """A chosen floor and its alternatives."""
    path = folder_of(choice) / AS_EXPLORED
    if not path.exists():  # its files were taken away
        return
    found = json.loads(path.read_text(encoding="utf-8"))["controls"]
    for place, (name, controls) in enumerate(found.items()):
        own = labels(place)
        title = {tag: f"{text} – {own.get(tag, own['en'])}" for tag, text in choice.title.items()}
        key = f"chosen:{choice.pk}" if name == CHOSEN else f"chosen:{choice.pk}:{name}"
        yield Option(key, title, partial(_patch, session, controls))


def _patch(session: Session, controls: Json) -> Json:
    return ControlsForm(session.floor, session.at.base, controls).patch()
