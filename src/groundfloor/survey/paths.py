"""Paths as survey.yaml writes them: relative to itself, with environment variables for data that lie elsewhere."""

from __future__ import annotations

import os
import re
from pathlib import Path

from groundfloor.errors import GroundfloorError
from groundfloor.written import Written


def located(part: Written) -> Path:
    """The path a part of the file names, `${NAME}` being an environment variable."""

    def value(match: re.Match[str]) -> str:
        found = os.environ.get(match[1])
        if not found:
            raise GroundfloorError(
                f"The environment variable {match[1]} is not set",
                part.place,
                hint=f"Set {match[1]} to the folder that holds the data.",
            )
        return found

    return Path(part.document.file).parent / re.sub(r"\$\{(\w+)\}", value, part.word())
