"""Compiled code loaded, or made, while NumPy answers: nobody waits for it who asks little."""

from __future__ import annotations

import datetime
import threading

import numpy as np

from groundfloor.compiled import available
from groundfloor.survey.frame import Survey

_ready = threading.Event()
_lock = threading.Lock()
_started: list[threading.Thread] = []


def ready() -> bool:
    """Whether compiled code answers at once in this process."""
    return _ready.is_set()


def warm(*, wait: bool = False) -> None:
    """Have compiled code loaded in the background: a second, or a quarter of a minute where this machine has not met it before."""
    if not available() or ready():
        return
    with _lock:
        if not _started:
            # a daemon: a process that is done does not wait for it
            _started.append(threading.Thread(target=_load, name="compiling", daemon=True))
            _started[0].start()
    if wait:
        _started[0].join()


def _load() -> None:
    from groundfloor.figures.memory import Scene
    from groundfloor.rules.load import floor_of

    entry = {"programme": "p", "label": {"en": "p"}, "guarantee": "children", "function": "family_child"}
    floor = floor_of([{**entry, "status": "proposed", "unit": "person", "eligible": "age < 5", "amount": "income"}])
    columns = {"age": np.arange(4.0), "income": np.ones(4), "_key": np.arange(4.0), "_household_key": np.arange(4.0)}
    survey = Survey("s", "X", 2020, dict(columns), np.array([0, 2]), np.ones(4), np.array([1.0, 1.0, 2.0, 2.0]))
    Scene(survey, {"line": 1.5}, compiled=True).figures(floor, datetime.date(2020, 1, 1))
    _ready.set()
