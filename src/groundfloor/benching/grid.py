"""Many settings of the parameters on the same persons, as somebody asks who looks for the best."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from groundfloor.benching import floors
from groundfloor.benching.laws import LAW, REFORM
from groundfloor.benching.task import DAY, Task, named
from groundfloor.benching.timing import Figures, peak_mb
from groundfloor.figures import Scene

MOST = 1_000_000


def settings(number: int) -> list[dict[str, float]]:
    """So many laws, evenly from the one in force to the reform and beyond, each of other numbers.

    >>> settings(3)
    [{'child_grant': 75.0, 'threshold': 28.0}, {'child_grant': 82.5, 'threshold': 29.0}, {'child_grant': 90.0, 'threshold': 30.0}]
    """
    shares = [turn / max(1, number - 1) for turn in range(number)]
    return [{name: LAW[name] + share * (REFORM[name] - LAW[name]) for name in LAW} for share in shares]


def answered(task: Task, scene: Scene, laws: Sequence[Mapping[str, float]]) -> list[Figures]:
    """The figures of every law, in the order given."""
    floor = task.read()
    return [named(one) for one in scene.batch([floors.under(floor, law) for law in laws], DAY)]


def timings(persons: int, number: int, programmes: int = floors.FEW) -> dict[str, Any]:
    """Seconds of a grid of `number` settings with the persons loaded, and the figures of the first and last setting.

    Code is compiled where so many settings pay for it.
    """
    task = Task(persons, programmes)
    scene = task.scene(scenarios=number)
    start = time.perf_counter()
    found = answered(task, scene, settings(number))
    seconds = time.perf_counter() - start
    return {
        "engine": "compiled" if scene.compiled else "arrays",
        "persons": task.persons,
        "programmes": programmes,
        "settings": number,
        "settings_s": seconds,
        "peak_mb": peak_mb(),
        "law": found[0],
        "reform": found[-1],
    }
