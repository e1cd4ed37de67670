"""One engine in a process of its own: prints the JSON of its timings.

python -m groundfloor.benching ENGINE PERSONS [PROGRAMMES [SETTINGS]]
"""

from __future__ import annotations

import json
import sys

from groundfloor.benching import grid
from groundfloor.benching.engine import timings

if __name__ == "__main__":
    engine, (persons, *more) = sys.argv[1], map(int, sys.argv[2:])
    programmes, settings = (*more, *(5, 0)[len(more) :])
    found = grid.timings(persons, settings, programmes) if settings else timings(engine, persons, programmes)
    print(json.dumps(found))
