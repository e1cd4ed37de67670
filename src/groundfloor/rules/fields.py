"""The entries of a rule file, each of which knows where it was written, also after a scenario has changed some of them."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from groundfloor.documents import Document, number
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.rules.located import Located, from_yaml

Path_ = tuple[Hashable, ...]


@dataclass(frozen=True)
class Fields:
    """Data as written, and the document and path from which each part of it comes; the longest known path decides."""

    data: Mapping[Any, Any]
    origins: Mapping[Path_, tuple[Document, Path_]] = field(repr=False)

    def _origin(self, path: Path_) -> tuple[Document, Path_]:
        for length in range(len(path), -1, -1):
            found = self.origins.get(path[:length])
            if found is not None:
                document, prefix = found
                return document, prefix + path[length:]
        raise KeyError(path)

    def place(self, *path: Hashable) -> Place:
        """Where the entry at `path` stands."""
        document, inside = self._origin(path)
        return document.place(*inside)

    def get(self, *path: Hashable) -> Any:
        """The entry at `path`, None where there is none."""
        value: Any = self.data
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        return value

    def located(self, *path: Hashable) -> Located:
        """The expression at `path`; a bare number or truth value is an expression too."""
        value = self.get(*path)
        document, inside = self._origin(path)
        if isinstance(value, bool | int | float):
            value = str(value)
        if not isinstance(value, str):
            raise GroundfloorError(f"{path[-1]} is no expression", self.place(*path), expected="text such as age < 5")
        return from_yaml(value, document.at(*inside), document.text, document.file)

    def known(self, keys: Sequence[str], required: Sequence[str] = ()) -> None:
        """Refuse a key that is none of `keys`, and the lack of one that is required."""
        for key in self.data:
            if key not in keys:
                raise GroundfloorError(
                    f"Unknown key {key!r}",
                    self.place(key),
                    expected="a key of the rule language",
                    hint=nearest(str(key), keys),
                )
        for key in required:
            if self.data.get(key) is None:
                raise GroundfloorError(f"The key {key!r} is missing", self.place(), hint=f"Add {key}: ...")

    def word(self, key: str, words: Sequence[str]) -> str:
        """One of a closed list of words."""
        value = self.get(key)
        if value not in words:
            raise GroundfloorError(
                f"{key} is {value!r}",
                self.place(key),
                expected=f"one of {', '.join(words)}",
                hint=nearest(str(value), words),
            )
        return str(value)

    def text(self, *path: Hashable) -> str:
        """A text, empty where there is none."""
        value = self.get(*path)
        return "" if value is None else str(value)

    def words(self, *path: Hashable, required: bool = False) -> dict[str, str]:
        """A text by language, with English at least; absent is empty unless required."""
        value = self.get(*path)
        if value is None and not required:
            return {}
        if (
            not isinstance(value, Mapping)
            or "en" not in value
            or not all(isinstance(text, str) for text in value.values())
        ):
            raise GroundfloorError(
                f"{path[-1]} is no text by language",
                self.place(*path),
                expected="such as {en: Child grant, fr: Allocation}",
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
        found = number(value, place)
        if (low is not None and found < low) or (high is not None and found > high):
            expected = f"a share from {low:g} to {high:g}" if high is not None else f"at least {low:g}"
            raise GroundfloorError(f"{path[-1]} is {value}", place, expected=expected)
        return found

    def table(self, *path: Hashable) -> Mapping[Any, Any]:
        """A table of entries, empty where there is none."""
        value = self.get(*path)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise GroundfloorError(
                f"{path[-1]} is no table of entries", self.place(*path), expected="lines such as 'name: value'"
            )
        return value

    def names(self, *path: Hashable) -> tuple[str, ...]:
        """A list of names, empty where there is none."""
        value = self.get(*path)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise GroundfloorError(
                f"{path[-1]} is no list of names", self.place(*path), expected="such as [child_grant, leap]"
            )
        twice = next((name for name in value if value.count(name) > 1), None)
        if twice is not None:
            raise GroundfloorError(f"{twice!r} stands twice in {path[-1]}", self.place(*path), hint="Keep one of them.")
        return tuple(value)

    def date(self, key: Any, *path: Hashable) -> datetime.date:
        """A key that is a day."""
        if isinstance(key, datetime.datetime):
            key = key.date()
        if isinstance(key, datetime.date):
            return key
        try:
            return datetime.date.fromisoformat(str(key))
        except ValueError:
            raise GroundfloorError(
                f"{key!r} is not a date", self.place(*path), expected="a date such as 2026-01-01"
            ) from None

    def merged(self, changes: Mapping[Any, Any], document: Document, prefix: Path_) -> Fields:
        """These fields with the entries of `changes`, written at `prefix` of `document`, in place of the old ones.

        Parameters are merged entry by entry, anything else is replaced whole.
        """
        data = dict(self.data)
        origins = dict(self.origins)
        for key, value in changes.items():
            data[key] = value
            for known in [path for path in origins if path[:1] == (key,)]:
                del origins[known]
            origins[(key,)] = (document, (*prefix, key))
        return Fields(data, origins)


def fields(document: Document) -> Fields:
    """The fields of a whole document."""
    return Fields(document.data, {(): (document, ())})
