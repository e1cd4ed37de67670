"""The queue of the search: buckets of cells by time, in chunks that are used again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from groundfloor.access.kernel import CHUNK

Queue = tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]
ROOM = 4096  # chunks at first


def queue_of(cells: NDArray[np.uint32], buckets: int, room: int = ROOM) -> Queue:
    """A queue with `cells` in its first bucket: entries by chunk, the chunk before each, the last chunk of each bucket and how far it is filled, and the state.

    The state is the number and place of the bucket at hand, how many entries wait, the first unused chunk, how many are unused, and how many cells the search has noted.
    """
    used = -(-len(cells) // CHUNK)
    pool = np.empty((used + room, CHUNK), np.uint32)
    pool.reshape(-1)[: len(cells)] = cells
    before = np.arange(-1, len(pool) - 1, dtype=np.int32)
    head, filled = np.full(buckets, -1, np.int32), np.zeros(buckets, np.int32)
    if used:
        head[0], filled[0] = used - 1, (len(cells) - 1) % CHUNK + 1
        before[used] = -1
    return pool, before, head, filled, np.array([0, 0, len(cells), len(pool) - 1, room, 0], np.int64)


def enlarged(queue: Queue) -> Queue:
    """The same queue with twice the room."""
    pool, before, head, filled, state = queue
    more = len(pool)
    wider = np.concatenate([pool, np.empty((more, CHUNK), np.uint32)])
    longer = np.concatenate([before, np.arange(more - 1, 2 * more - 1, dtype=np.int32)])
    longer[more] = state[3]
    state[3], state[4] = 2 * more - 1, state[4] + more
    return wider, longer, head, filled, state
