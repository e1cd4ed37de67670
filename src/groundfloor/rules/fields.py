"""The entries of a rule file, each of which knows where it was written, also after a scenario has changed some of them."""

from __future__ import annotations

import datetime
import re
import reprlib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import yaml

from groundfloor.documents import Document, number, place_of
from groundfloor.documents import year as calendar_year
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.rules.located import Located, from_yaml

Path_ = tuple[Hashable, ...]
LARGEST = 10**300
INTEGER = re.compile(r"0|[1-9][0-9]*")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PERCENT = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*%")
DECIMAL = re.compile(r"[-+]?(0|[1-9]\d*)?(\.\d*)?([eE][-+]?\d+)?")


def shown(value: Any) -> str:
    """A value as an error quotes it, shortened."""
    return reprlib.repr(str(value) if isinstance(value, datetime.date) else value)


def _as_share(percent: float) -> str:
    return f"Write {percent / 100:g} for {percent:g} %."


@dataclass(frozen=True)
class Fields:
    """Data as written, and the document and path from which each part of it comes; the longest known path decides."""

    data: Mapping[Any, Any]
    origins: Mapping[Path_, tuple[Document, Path_]] = field(repr=False)

    def origin(self, path: Path_) -> tuple[Document, Path_]:
        """The document in which the entry at `path` stands, and its path there."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.origins:
                document, prefix = self.origins[path[:length]]
                return document, prefix + path[length:]
        document, prefix = self.origins[()]
        return document, prefix + path

    def place(self, *path: Hashable) -> Place:
        """Where the value at `path` stands, or the nearest one above it that exists."""
        document, inside = self.origin(path)
        return document.place(*inside)

    def key(self, *path: Hashable) -> Place:
        """Where the key of the entry at `path` stands."""
        document, inside = self.origin(path)
        return document.key(*inside)

    def _node(self, *path: Hashable) -> yaml.Node | None:
        document, inside = self.origin(path)
        return document.at(*inside)

    def get(self, *path: Hashable) -> Any:
        """The entry at `path`, None where there is none."""
        value: Any = self.data
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        return value

    def located(self, *path: Hashable) -> Located:
        """The expression at `path`; a bare number or truth value is an expression too."""
        value = self.get(*path)
        if isinstance(value, bool | int | float):
            value = str(value)
        if not isinstance(value, str):
            raise GroundfloorError(f"{path[-1]} is no expression", self.place(*path), expected="text such as age < 5")
        document, inside = self.origin(path)
        return from_yaml(value, cast(yaml.ScalarNode, document.at(*inside)), document.text, document.file)

    def known(self, keys: Sequence[str], required: Sequence[str] = (), *path: Hashable) -> None:
        """Refuse a key of the table at `path` that is none of `keys`, and the lack of one that is required."""
        table = self.table(*path)
        for key in table:
            if key not in keys:
                raise GroundfloorError(
                    f"Unknown key {shown(key)}",
                    self.key(*path, key),
                    expected=f"one of {', '.join(keys)}" if len(keys) < 10 else None,
                    hint=nearest(str(key), keys) or "The page on the rule language lists the keys.",
                )
        for key in required:
            if table.get(key) is None:
                lack = "empty" if key in table else "missing"
                raise GroundfloorError(
                    f"The key {key!r} is {lack}" + (f" in {path[-1]}" if path else ""),
                    self.key(*path, key),
                    hint=f"Add {key}: ..." if lack == "missing" else f"Write what it is after {key}:",
                )

    def word(self, words: Sequence[str], *path: Hashable) -> str:
        """One of a closed list of words."""
        value = self.get(*path)
        if value not in words:
            raise GroundfloorError(
                f"{path[-1]} is {shown(value)}",
                self.place(*path),
                expected=f"one of {', '.join(words)}",
                hint=nearest(str(value), words) if isinstance(value, str) else None,
            )
        return str(value)

    def text(self, *path: Hashable) -> str:
        """A text as it is written, so that an act of 10.10 does not become 10.1; empty where there is none."""
        value = self.get(*path)
        if isinstance(value, Mapping | list | bool):
            raise GroundfloorError(
                f"{path[-1]} is no text", self.place(*path), expected="text, between quotes if need be"
            )
        node = self._node(*path)
        return "" if value is None else str(node.value if isinstance(node, yaml.ScalarNode) else value)

    def words(self, *path: Hashable, required: bool = False) -> dict[str, str]:
        """A text by language, with English at least; absent is empty unless required."""
        value = self.get(*path)
        if value is None and not required:
            return {}
        if (
            not isinstance(value, Mapping)
            or "en" not in value
            or not all(isinstance(text, str) and text.strip() for text in value.values())
        ):
            raise GroundfloorError(
                f"{path[-1]} is no text by language",
                self.place(*path),
                expected="such as {en: Child grant, fr: Allocation pour enfant}, with en at least",
            )
        return {str(language): text for language, text in value.items()}

    def number(
        self, *path: Hashable, default: float | None = None, low: float | None = None, high: float | None = None
    ) -> float:
        """A number within bounds."""
        value = self.get(*path)
        if value is None and default is not None:
            return default
        place = self.place(*path)
        if value is None or isinstance(value, Mapping | list):
            lack = "empty" if value is None else "no number"
            raise GroundfloorError(f"{path[-1]} is {lack}", place, expected="a number such as 1234.5")
        share = PERCENT.fullmatch(value) if isinstance(value, str) and high == 1 else None
        if share:
            raise GroundfloorError(f"{path[-1]} is {value}", place, expected="a share", hint=_as_share(float(share[1])))
        self._refuse_disguise(value, place, *path)
        if isinstance(value, int) and abs(value) > LARGEST:
            raise GroundfloorError(f"{path[-1]} is too large a number", place, expected="a finite number")
        found = number(value, place)
        if isinstance(value, str) and getattr(self._node(*path), "style", None) is not None:
            raise GroundfloorError(f"{path[-1]} is the text {value!r}", place, hint=f"Write {value} without quotes.")
        if (low is not None and found < low) or (high is not None and found > high):
            expected = (
                f"a {'share' if high == 1 else 'number'} from {low:g} to {high:g}"
                if high is not None
                else f"at least {low:g}"
            )
            hint = _as_share(found) if high == 1 and 1 < found <= 100 else None
            raise GroundfloorError(f"{path[-1]} is {value}", place, expected=expected, hint=hint)
        return found

    def _refuse_disguise(self, value: Any, place: Place, *path: Hashable) -> None:
        """YAML reads 0120 as 80, 1:30 as 90 and 1_000 as 1000: what looks like another number is refused."""
        node = self._node(*path)
        if (
            isinstance(value, int | float)
            and isinstance(node, yaml.ScalarNode)
            and node.value[:1] in "+-.0123456789"
            and not node.value.lower().endswith(("inf", "nan"))
            and not DECIMAL.fullmatch(node.value)
        ):
            raise GroundfloorError(
                f"{node.value} would be read as {value:g}",
                place,
                expected="decimal digits without leading zero, colon or _",
            )

    def year(self, *path: Hashable) -> int | None:
        """A calendar year, None where there is none."""
        value = self.get(*path)
        return None if value is None else calendar_year(value, self.place(*path), str(path[-1]))

    def table(self, *path: Hashable) -> Mapping[Any, Any]:
        """A table of entries, empty where there is none."""
        value = self.get(*path)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise GroundfloorError(
                f"{path[-1]} is no table of entries", self.place(*path), expected="lines such as 'name: value'"
            )
        self._refuse_disguised_keys(*path)
        return value

    def _refuse_disguised_keys(self, *path: Hashable) -> None:
        """YAML reads 0x7EA and 2_026 as 2026, so that one entry would silently take the place of another."""
        node = self._node(*path)
        for key, _value in node.value if isinstance(node, yaml.MappingNode) else ():
            if key.tag.endswith(":int") and not INTEGER.fullmatch(key.value):
                raise GroundfloorError(
                    f"{key.value} is no plain whole number",
                    place_of(key, self.origin(path)[0].file),
                    expected="decimal digits",
                )

    def names(self, *path: Hashable) -> tuple[str, ...]:
        """A list of names, empty where there is none."""
        value = self.get(*path)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise GroundfloorError(
                f"{path[-1]} is no list of names", self.place(*path), expected="such as [child_grant, leap]"
            )
        for i, name in enumerate(value):
            if name in value[:i]:
                raise GroundfloorError(
                    f"{name!r} stands twice in {path[-1]}", self.place(*path, i), hint="Keep one of them."
                )
        return tuple(value)

    def date(self, *path: Hashable) -> datetime.date:
        """The last key of `path`, which must be a day."""
        key = path[-1]
        if isinstance(key, datetime.date) and not isinstance(key, datetime.datetime):
            return key
        try:
            if not isinstance(key, str) or not DAY.fullmatch(key):
                raise ValueError
            return datetime.date.fromisoformat(key)
        except ValueError:
            hint = "A decimal sign is a point: 75.5." if isinstance(key, int) and key < 1000 else None
            raise GroundfloorError(
                f"{shown(key)} is not a date", self.key(*path), expected="a date such as 2026-01-01", hint=hint
            ) from None

    def merged(self, changes: Mapping[Any, Any], document: Document, prefix: Path_) -> Fields:
        """These fields with the entries of `changes`, which stand at `prefix` of `document`, in place of the old ones."""
        data = {**self.data, **changes}
        origins = {path: origin for path, origin in self.origins.items() if not path or path[0] not in changes}
        origins |= {(key,): (document, (*prefix, key)) for key in changes}
        return Fields(data, origins)


def fields(document: Document) -> Fields:
    """The fields of a whole document."""
    return Fields(document.data, {(): (document, ())})
