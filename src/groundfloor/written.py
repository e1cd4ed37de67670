"""A YAML file as it was written: every part knows its place, and codes keep their spelling (`01`, `NO`, `yes`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import yaml

from groundfloor.documents import Document, number
from groundfloor.errors import GroundfloorError, Place, nearest

NULL = "tag:yaml.org,2002:null"


class Written:
    """A part of the file: a table, a list or a word.

    Words are read from the text and not from YAML's values, which would make 1 of the code 01 and false of the code NO.

    >>> from groundfloor.documents import parse_yaml
    >>> codes = Written(parse_yaml("codes: {01: NO, true: 2}", "survey.yaml")).part("codes")
    >>> {key: part.word() for key, part in codes.parts().items()}
    {'01': 'NO', 'true': '2'}
    """

    def __init__(self, document: Document, path: tuple[str, ...] = ()) -> None:
        self.document, self.path = document, path
        self.node = document.at(*path)

    @property
    def place(self) -> Place:
        """Where it stands, or where the part around it stands when it is absent."""
        return self.document.place(*self.path)

    @property
    def known(self) -> bool:
        """Whether anything is written there."""
        return self.node is not None and self.node.tag != NULL

    @property
    def is_table(self) -> bool:
        """Whether it is a table of keys and values."""
        return isinstance(self.node, yaml.MappingNode)

    def part(self, key: str) -> Written:
        """The part under `key`, which may be absent."""
        return Written(self.document, (*self.path, key))

    def parts(self, keys: Iterable[str] | None = None, example: str = "key: value") -> dict[str, Written]:
        """The parts of a table that are written, by key; a key outside `keys` is refused with the nearest."""
        if not isinstance(self.node, yaml.MappingNode):
            raise GroundfloorError(
                f"{self.path[-1]!r} is not a table", self.place, expected=f"a table such as {example}"
            )
        found = {str(key.value): self.part(str(key.value)) for key, _value in self.node.value}
        allowed = None if keys is None else list(keys)
        for key in found if allowed is not None else ():
            if key not in (allowed or ()):
                raise GroundfloorError(
                    f"Unknown key {key!r}",
                    found[key].place,
                    expected=f"one of {', '.join(allowed or ())}",
                    hint=nearest(key, allowed or ()),
                )
        return found

    def word(self) -> str:
        """A single value as text."""
        if not isinstance(self.node, yaml.ScalarNode) or not self.known or not self.node.value.strip():
            name = self.path[-1]
            raise GroundfloorError(f"{name!r} is not a single value", self.place, expected=f"such as {name}: VALUE")
        return str(self.node.value).strip()

    def word_or_none(self) -> str | None:
        """A single value as text, None where `~` or nothing is written."""
        return self.word() if self.known else None

    def words(self) -> tuple[str, ...]:
        """A value or a list of values as text."""
        return tuple(self._words())

    def _words(self) -> Iterator[str]:
        if not isinstance(self.node, yaml.SequenceNode):
            yield self.word()
            return
        for node in self.node.value:
            if not isinstance(node, yaml.ScalarNode):
                place = Place(self.document.file, node.start_mark.line + 1, node.start_mark.column + 1)
                raise GroundfloorError(f"The list {self.path[-1]!r} holds more than single values", place)
            yield str(node.value).strip()

    def number(self) -> float:
        """A finite number."""
        return number(self.word(), self.place)

    def choice(self, choices: Iterable[str]) -> str:
        """One of `choices`; anything else is refused with the nearest."""
        word, known = self.word(), list(choices)
        if word not in known:
            raise GroundfloorError(
                f"{self.path[-1]} is {word!r}",
                self.place,
                expected=f"one of {', '.join(known)}",
                hint=nearest(word, known),
            )
        return word

    def yes(self) -> bool:
        """True or false."""
        return self.choice(("true", "false")) == "true"
