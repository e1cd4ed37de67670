"""The texts of explanations, one file a language, with numbers and dates as its readers write them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from groundfloor.errors import GroundfloorError, nearest

SENTENCES = Path(__file__).parent / "sentences"


def languages() -> tuple[str, ...]:
    """The languages explanations are given in: one file each.

    >>> {"en", "fr"} <= set(languages())
    True
    """
    return tuple(sorted(file.stem for file in SENTENCES.glob("*.yaml")))


@cache
def sentences(code: str) -> Mapping[str, Any]:
    """The texts of a language; an unknown one is refused with those there are."""
    import yaml

    if code not in languages():
        raise GroundfloorError(
            f"There is no language {code!r}",
            expected=f"one of {', '.join(languages())}",
            hint=nearest(code, languages()),
        )
    # the base loader keeps the words yes and no as words
    loaded: Mapping[str, Any] = yaml.load((SENTENCES / f"{code}.yaml").read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506
    return loaded


class Messages:
    """One language's texts.

    >>> fr = Messages("fr")
    >>> fr.number(1234.5).replace("\\u202f", " "), fr.date(datetime.date(2026, 1, 1)), fr.text("words", "not", of="x")
    ('1 234,5', '1er janvier 2026', 'non (x)')
    """

    def __init__(self, code: str) -> None:
        from babel import Locale

        self.code = code
        self._texts = sentences(code)
        self._locale = Locale.parse(self._texts["locale"])

    def entry(self, *path: str) -> Any:
        """The entry at `path`: a text or the table of its forms; None where there is none."""
        found: Any = self._texts
        for step in path:
            found = found.get(step) if isinstance(found, Mapping) else None
        return found

    def text(self, *path: str, count: float | None = None, **values: Any) -> str:
        """The text at `path` with its values filled in; `count` chooses between its forms and is a value too."""
        found = self.entry(*path)
        if count is not None:
            values["count"] = self.number(count)
            if isinstance(found, Mapping):
                found = found.get(self._locale.plural_form(abs(count)), found["other"])
        return str(found.format(**values))

    def number(self, value: float, *, money: bool = False) -> str:
        """A number with the decimals it has, at most six; money that is not whole has two."""
        return _number(self._texts["locale"], round(value, 2 if money else 6) + 0.0, money)  # no "-0"

    def date(self, day: datetime.date) -> str:
        """A day in the language's way."""
        form = self._texts["date"]
        pattern = form["pattern"] if day.day > 1 else form["pattern"].replace("d", f"'{form['first']}'", 1)
        return _date(form["locale"], day, pattern)

    def joined(self, parts: Sequence[str]) -> str:
        """Several things one after the other."""
        return str(self._texts["separator"]).join(parts)


# the same few amounts and days stand in one explanation after the other
@lru_cache(maxsize=4096)
def _number(locale: str, value: float, money: bool) -> str:
    from babel.numbers import format_decimal

    decimals = "" if value == int(value) else ".00" if money else ".######"
    said = str(format_decimal(value, format=f"#,##0{decimals}", locale=locale))
    return said.replace("-", "\N{MINUS SIGN}")


@lru_cache(maxsize=4096)
def _date(locale: str, day: datetime.date, pattern: str) -> str:
    from babel.dates import format_date

    return str(format_date(day, pattern, locale=locale))
