"""What columns are called in surveys, in several languages: the files of `survey/hints/`, found by their folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

HINTS = Path(__file__).parents[1] / "hints"
WORDS = "words"


@dataclass(frozen=True)
class Hint:
    """How a variable is recognised: by the whole name of a column (`names`), by a part of its label (`labels`), never by
    `excluded`. `codes` are what the labels of its codes say by level, `usual` the codes that files without labels have.

    `kind` is money, truth or words where it is not a closed list or a number; `range` holds what its numbers can be.
    """

    name: str
    level: str
    names: tuple[str, ...]
    labels: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    usual: tuple[Mapping[str, str], ...] = ()
    kind: str = ""
    range: tuple[float, float] | None = None
    scale: Mapping[str, float] = field(default_factory=dict)


def folded(text: str) -> str:
    """Small letters without accents.

    >>> folded("Última Región")
    'ultima region'
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).strip()


@cache
def hints() -> Mapping[str, Hint]:
    """Every hint by the name of its variable."""
    read: dict[str, Any] = {}
    for file in sorted(HINTS.glob("*.yaml")):
        if file.stem != WORDS:
            read |= _yaml(file)
    return {name: _hint(name, {**read.get(one.get("like", ""), {}), **one}) for name, one in read.items()}


@cache
def words() -> Mapping[str, Any]:
    """The words that labels say whatever the variable: yes, no, missing, periods, whose an amount is."""
    found: Mapping[str, Any] = _yaml(HINTS / f"{WORDS}.yaml")
    return found


def says(text: str, patterns: Sequence[str]) -> bool:
    """Whether a text, folded already, says one of the patterns."""
    return any(re.search(pattern, text) for pattern in patterns)


def said(text: str, choices: Mapping[str, Sequence[str]]) -> str | None:
    """The first of the choices that the text says.

    >>> said("Par tête", {"person": ["par (tete|personne)"]})
    'person'
    """
    found = folded(text)
    return next((choice for choice, patterns in choices.items() if says(found, patterns)), None)


def _yaml(file: Path) -> Any:
    import yaml

    return yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)


def _hint(name: str, one: Mapping[str, Any]) -> Hint:
    return Hint(
        name,
        one["level"],
        tuple(one["names"]),
        tuple(one["labels"]),
        tuple(one.get("not", ())),
        one.get("codes", {}),
        tuple({str(code): word for code, word in each.items()} for each in one.get("usual", ())),
        one.get("kind", ""),
        tuple(one["range"]) if "range" in one else None,
        one.get("scale", {}),
    )
