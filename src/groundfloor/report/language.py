"""A language of the report: its messages, and numbers as its readers write them."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.survey.sentences import sentences

if TYPE_CHECKING:
    from markupsafe import Markup

HERE = Path(__file__).parent
MESSAGES = HERE / "messages"
ABSENT = "–"
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
SMALL = 1e4
MOST_DIGITS = 6
CROSSED = re.compile(r",(?=\w+=)")  # between the two parts of a group such as quintile=1,urban=0
UNBROKEN = re.compile(r"(?<=\d) (?=%)| (?=[:;?!»])|(?<=«) ")  # spaces of a pack's texts at which no line may break

Message = str | Mapping[str, str]


def languages() -> tuple[str, ...]:
    """The languages there are: one file of messages each.

    >>> {"en", "fr"} <= set(languages())
    True
    """
    return tuple(sorted(file.stem for file in MESSAGES.glob("*.yaml")))


def territory(code: str) -> dict[str, str]:
    """The name of a country by language from its ISO 3166 code of three letters; the code itself where it is of no country.

    >>> territory("GHA")["fr"], territory("NOW")
    ('Ghana', {'en': 'NOW'})
    """
    from babel import Locale
    from babel.core import get_global

    short = get_global("territory_aliases").get(code, [""])[0]
    names = {language: Locale.parse(language).territories.get(short) for language in languages()}
    return {language: name for language, name in names.items() if name} or {"en": code}


class Language:
    """Texts and numbers in one language. A number that is absent is written as a dash, never as 0.

    >>> fr = Language("fr")
    >>> fr.recipients(1_940_000).replace("\\xa0", " "), fr.percent(0.2346).replace("\\xa0", " "), fr.percent(None)
    ('1,9 million de bénéficiaires', '23,5 %', '–')
    """

    def __init__(self, code: str, messages: Mapping[str, Message] | None = None) -> None:
        from babel import Locale

        self.code = code
        self.messages = messages_of(code) if messages is None else messages
        self.locale = Locale.parse(code)
        self.direction: str = self.locale.text_direction

    def has(self, key: str) -> bool:
        """Whether there is a message of this key."""
        return key in self.messages

    def text(self, key: str, /, **values: Any) -> str:
        """The message `key` with its values put in; `count` chooses between its singular and plural forms."""
        return self._form(key, values).format(**values)

    def told(self, key: str, values: Mapping[str, Any]) -> str:
        """The message `key` with its values written as this language writes them: whole numbers are counts, fractions shares."""
        return self._form(key, values).format(**{name: self._told(name, value) for name, value in values.items()})

    def _told(self, name: str, value: Any) -> str:
        if isinstance(value, str):
            variable = f"variable.{value}"
            return self.text(variable) if name in ("name", "margin") and self.has(variable) else value
        return self.number(value) if isinstance(value, int) else self.percent(value)

    def strong(self, key: str, /, **values: Any) -> Markup:
        """The message as HTML, escaped, with its figures in bold: those values that are not markup already."""
        from markupsafe import Markup, escape

        bold = {
            name: value if hasattr(value, "__html__") else Markup("<strong>{}</strong>").format(value)
            for name, value in values.items()
        }
        return Markup(escape(self._form(key, values))).format(**bold)  # noqa: S704 (escaped)

    def _form(self, key: str, values: Mapping[str, Any]) -> str:
        message = self.messages[key]
        if isinstance(message, str):
            return message
        return message.get(self.locale.plural_form(values["count"]), message["other"])

    def words(self, words: Mapping[str, str] | str | None, otherwise: str = "") -> str:
        """A label in this language, else in English, else in any language, else `otherwise` made readable.

        >>> Language("fr").words({"en": "Child grant"}), Language("fr").words(None, "child_grant")
        ('Child grant', 'Child grant')
        """
        if isinstance(words, str):
            return UNBROKEN.sub("\xa0", words)
        words = words or {}
        found = words.get(self.code) or words.get("en") or next(iter(words.values()), "")
        return UNBROKEN.sub("\xa0", found) or otherwise[:1].upper() + otherwise[1:].replace("_", " ")

    def group(self, group: str) -> str:
        """A group of the tables as a reader names it.

        >>> Language("en").group("region=Upper East"), Language("en").group("sex=female")
        ('Upper East', 'Women and girls')
        >>> Language("en").group("decile=3"), Language("en").group("quintile=1,urban=0")
        ('Tenth 3', 'Fifth 1, Rural areas')
        """
        return ", ".join(map(self._group, CROSSED.split(group)))

    def _group(self, group: str) -> str:
        key, (variable, _, value) = f"group.{group}", group.partition("=")
        if self.has(f"numbered.{variable}"):
            return self.text(f"numbered.{variable}", k=value)
        return self.text(key) if self.has(key) else value or group

    def number(self, value: float | None, digits: int = 0, *, sign: bool = False) -> str:
        """A number with `digits` decimals, grouped in thousands; `sign` writes + before a gain."""
        if value is None:
            return ABSENT
        from babel.numbers import format_decimal

        value = round(value, digits) + 0.0  # no "-0"
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        text = str(format_decimal(value, format=pattern, locale=self.locale)).replace("-", "\N{MINUS SIGN}")
        return f"+{text}" if sign and value > 0 else text

    def year(self, value: int) -> str:
        """A year, never grouped in thousands."""
        return str(int(value))

    def date(self, day: datetime.date) -> str:
        """A day in full.

        >>> Language("fr").date(datetime.date(2024, 7, 1)).replace("\\xa0", " ")
        '1 juillet 2024'
        """
        from babel.dates import format_date

        return str(format_date(day, "long", locale=self.locale))

    def percent(self, share: float | None, digits: int = 1) -> str:
        """A share of one as a percentage."""
        return self.per_hundred(None if share is None else 100 * share, digits)

    def per_hundred(self, value: float | None, digits: int = 1) -> str:
        """A number that is a percentage already."""
        if value is None:
            return ABSENT
        if 0 < value < 100 and round(value, digits) in (0, 100):
            digits += 1  # nearly nobody is not nobody
        return self.text("number.percent", n=self.number(value, digits))

    def gdp(self, value: float | None, digits: int = 1) -> str:
        """A number that is a percentage of GDP. A value other than nothing does not show as nothing."""
        if value is None:
            return ABSENT
        while 0 < abs(value) < 0.5 / 10**digits and digits < MOST_DIGITS:
            digits += 1
        return self.text("number.gdp", n=self.number(value, digits))

    def points(self, change: float | None, digits: int = 1, *, sign: bool = True) -> str:
        """A change of a share of one, in percentage points."""
        if change is None:
            return ABSENT
        shown = 100 * change
        return self.text(
            "number.points", count=abs(round(shown, digits or None)), n=self.number(shown, digits, sign=sign)
        )

    def between(self, low: float | None, high: float | None, digits: int = 1, *, sign: bool = True) -> str:
        """An interval of changes, from its lower to its upper bound."""
        if low is None or high is None:
            return ABSENT
        bounds = {name: self.number(v, digits, sign=sign) for name, v in (("low", low), ("high", high))}
        return self.text("number.between", **bounds)

    def million(self, value: float | None) -> str:
        """A number in millions, for columns that have one unit; what is less than a million keeps one decimal."""
        if value is None:
            return ABSENT
        return self.number(value / 1e6, 0 if value == 0 or abs(value) >= 1e7 else 1)

    def significant(self, value: float | None, digits: int = 3) -> str:
        """A number of unknown size, with at least `digits` significant digits.

        >>> en = Language("en")
        >>> en.significant(0.012345), en.significant(12345.6), en.significant(0.0)
        ('0.0123', '12,346', '0')
        """
        if not value:
            return self.number(value)
        return self.number(value, max(0, digits - 1 - math.floor(math.log10(abs(value)))))

    def _scaled(self, kind: str, value: float | None, **values: str) -> str:
        if value is None:
            return ABSENT
        size = abs(value)
        for scale, name in SCALES:
            if size >= 0.9995 * scale:
                shown = round(value / scale, 1)
                digits = 0 if abs(shown) >= 100 else 1
                n = self.text(f"number.{name}", count=abs(shown), n=self.number(shown, digits))
                return self.text(f"{kind}.scaled", n=n, **values)
        shown = round(value, -3) if size >= 10 * SMALL else round(value, -2) if size >= SMALL else round(value)
        return self.text(f"{kind}.plain", count=abs(shown), n=self.number(shown), **values)

    def recipients(self, value: float | None) -> str:
        """A number of recipients: persons or, in a programme for households, households."""
        return self._scaled("recipients", value)

    def entitled(self, value: float | None) -> str:
        """A number of those whom a programme's rule entitles."""
        return self._scaled("entitled", value)

    def persons(self, value: float | None) -> str:
        """A number of people."""
        return self._scaled("persons", value)

    def count(self, value: float | None) -> str:
        """A large number without its noun."""
        return self._scaled("count", value)

    def money(self, value: float | None, currency: str) -> str:
        """An amount in LCU.

        >>> Language("en").money(12.4e9, "GHS").replace("\\xa0", " ")
        'GHS 12.4 billion'
        """
        return self._scaled("money", value, currency=currency)

    def listed(self, items: Sequence[str]) -> str:
        """Items joined as a sentence joins them.

        >>> Language("fr").listed(["un", "deux", "trois"])
        'un, deux et trois'
        """
        from markupsafe import Markup

        comma = Markup(", ") if any(isinstance(item, Markup) for item in items) else ", "
        if len(items) < 2:
            return comma.join(items)
        return type(comma)(self._form("number.list", {})).format(first=comma.join(items[:-1]), last=items[-1])


def in_all(key: str, **values: Any) -> dict[str, str]:
    """A message in every language.

    >>> in_all("scenario.today")["fr"]
    'Aujourd’hui'
    """
    return {code: Language(code).text(key, **values) for code in languages()}


def flat(tree: Mapping[str, Any], prefix: str = "") -> dict[str, Message]:
    """Nested messages by dotted key; a mapping with the plural form `other` is one message."""
    found: dict[str, Message] = {}
    for name, value in tree.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping) and "other" not in value:
            found |= flat(value, f"{key}.")
        else:
            found[key] = value
    return found


@cache
def messages_of(code: str) -> Mapping[str, Message]:
    """The messages of a language: those of each folder of sections under its name, the findings of surveys under `finding`.

    An unknown language is refused with those there are.
    """
    import yaml

    if code not in languages():
        raise GroundfloorError(
            f"There is no report in the language {code!r}",
            Place("messages", field="lang"),
            expected=f"one of {', '.join(languages())}",
            hint=nearest(code, languages()) or "Add a file of messages to the report to make it speak one more.",
        )
    found = flat(sentences(code) or sentences("en"), "finding.")
    for folder in (MESSAGES, *sorted(HERE.glob("*/messages"))):
        prefix = "" if folder == MESSAGES else f"{folder.parent.name}."
        text = (folder / f"{code}.yaml").read_text(encoding="utf-8")
        found |= flat(yaml.load(text, yaml.CSafeLoader), prefix)
    return found


def with_words(code: str, folder: Path, prefix: str) -> Language:
    """The language of reports with the messages of a folder under `prefix`; those on tables and columns take the place of the reports' own."""
    import yaml

    known = messages_of(code)
    own = yaml.load((folder / f"{code}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    of_tables = flat({name: own.pop(name) for name in ("tables", "columns")})
    return Language(code, {**known, **flat(own, prefix), **of_tables})
