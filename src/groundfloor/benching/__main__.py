"""One engine in a process of its own: prints the JSON of its timings. `python -m groundfloor.benching ENGINE PERSONS`."""

from __future__ import annotations

import json
import sys

from groundfloor.benching.engines import timings

if __name__ == "__main__":
    print(json.dumps(timings(sys.argv[1], int(sys.argv[2]))))
