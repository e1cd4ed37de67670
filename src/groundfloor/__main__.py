"""`python -m groundfloor` is `groundfloor`."""

import sys

from groundfloor.cli import main

if __name__ == "__main__":
    sys.exit(main())
