"""Sessions held ready: one a pack, prepared in the background and kept in memory as long as the pack does not change."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from groundfloor.session import Session
from groundfloor_web.core.models import Workspace
from groundfloor_web.packs import pack_of

MOST = 4
_lock = threading.Lock()
_sessions: OrderedDict[tuple[str, tuple[tuple[str, int, int], ...]], Future[Session]] = OrderedDict()
_preparing = ThreadPoolExecutor(1, thread_name_prefix="session")


def _state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells that a file of the pack has changed."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return tuple(sorted((str(path), found.st_size, found.st_mtime_ns) for path in files for found in [path.stat()]))


def session_of(workspace: Workspace) -> Future[Session]:
    """The session of the workspace's pack, or the promise of one; the oldest make room for new ones."""
    folder = pack_of(workspace)
    key = (str(folder), _state(folder))
    with _lock:
        if key not in _sessions:
            _sessions[key] = _preparing.submit(_prepare, folder)
            while len(_sessions) > MOST:
                _sessions.popitem(last=False)
        _sessions.move_to_end(key)
        return _sessions[key]


def _prepare(folder: Path) -> Session:
    """A session that has answered once, so that nobody waits for what only the first answer needs."""
    session = Session(folder)
    session.results()
    return session
