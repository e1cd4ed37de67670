"""What is said of data files, before it is said in a language: one file of messages a language in `messages/`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

MESSAGES = Path(__file__).parent / "messages"
PREFIX = "inspect."
DIGITS = 6


@dataclass(frozen=True)
class Saying:
    """A message by its key, and what is filled in there; a number is a share."""

    key: str
    values: Mapping[str, str | float] = field(default_factory=dict)


class Language(Protocol):
    """A language that has the messages of `messages_in` under `PREFIX`."""

    def text(self, key: str, /, **values: Any) -> str:
        """The message of a key with its values; `count` chooses between its forms."""
        ...

    def number(self, value: float | None, digits: int = 0) -> str:
        """A number with decimals."""
        ...

    def percent(self, share: float | None, digits: int = 1) -> str:
        """A share of one."""
        ...

    def listed(self, items: Sequence[str]) -> str:
        """Items as a sentence joins them."""
        ...


@cache
def messages_in(code: str) -> Mapping[str, Any]:
    """The messages of a language, nested; of one that there is none of, the English ones."""
    import yaml

    file = MESSAGES / f"{code}.yaml"
    text = (file if file.is_file() else MESSAGES / "en.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return found


class Words:
    """The words on data files in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.todo, self.column = self("mark.todo"), self("mark.column")

    def __call__(self, key: str, **values: Any) -> str:
        """A message."""
        return self.language.text(PREFIX + key, **values)

    def said(self, saying: Saying) -> str:
        """A saying in the language."""
        values = {
            name: value if isinstance(value, str) else self.language.percent(value, 0)
            for name, value in saying.values.items()
        }
        return self(saying.key, **values)

    def listed(self, items: Sequence[str]) -> str:
        """Items as a sentence joins them."""
        return self.language.listed(items)

    def count(self, value: float) -> str:
        """A whole number."""
        return self.language.number(value)

    def number(self, value: float) -> str:
        """A number with the decimals it has, six digits at most."""
        mantissa, _, power = f"{value:.{DIGITS - 1}e}".partition("e")
        digits = len(mantissa.rstrip("0").partition(".")[2]) - int(power)
        return self.language.number(value, max(0, digits))

    def counted(self, key: str, count: int) -> str:
        """So many of something."""
        return self(key, count=count, n=self.count(count))
