"""The machine in compiled code, which sweeps from persons to figures at once."""

from __future__ import annotations

from collections.abc import Mapping

from groundfloor.benching import floors
from groundfloor.benching.task import DAY, Task, named
from groundfloor.benching.timing import Figures, Timed
from groundfloor.compiled import available
from groundfloor.figures import Scene
from groundfloor.rules.programme import Floor

MOST = None


def missing() -> str | None:
    """Numba, which is an extra."""
    return None if available() else "Numba is not installed: pip install 'groundfloor[fast]'"


def timed(task: Task) -> Timed:
    """The work; its first run includes compiling, where this machine has not done so before."""

    def first(floor: Floor, scene: Scene) -> tuple[Scene, Floor, Figures]:
        return scene, floor, named(scene.figures(floor, DAY))

    def change(state: tuple[Scene, Floor, Figures], law: Mapping[str, float]) -> Figures:
        scene, floor, _ = state
        return named(scene.figures(floors.under(floor, law), DAY))

    return Timed(task.read, lambda _: task.scene(compiled=True), first, change)
