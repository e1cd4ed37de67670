"""The sentences in which findings are told: one file a language in `findings/`, filled in with the finding's own values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

SENTENCES = Path(__file__).parent / "findings"

Value = int | float | str


@cache
def sentences(language: str) -> Mapping[str, Any]:
    """The sentences of a language by the keys of its file, nested; empty when there is none of the language."""
    import yaml

    file = SENTENCES / f"{language}.yaml"
    found: Mapping[str, Any] = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader) if file.is_file() else {}
    return found


def english(says: str, values: Mapping[str, Value]) -> str:
    """A finding in English, for a terminal and for logs.

    >>> english("weights.zero", {"count": 1})
    '1 person has the weight 0 and is in no figure.'
    >>> english("missing", {"name": "age", "count": 1200, "share": 0.0123})
    'age is missing for 1,200 persons (1.2%). Measures leave them out; a rule that needs it cannot decide, which means no benefit.'
    """
    form: Any = sentences("en")
    for key in says.split("."):
        form = form[key]
    if not isinstance(form, str):
        form = form["one" if values["count"] == 1 else "other"]
    return str(form).format(**{name: _written(value) for name, value in values.items()})


def _written(value: Value) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:.1%}"
