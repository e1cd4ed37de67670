"""The quotes, words, numbers and signs of an expression, for mistakes that Python's own parser passes over or explains badly."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<word>'[^']*'|"[^"]*")
    |(?P<number>\.?\d(?:[eE][-+]\d|[\w.])*)
    |(?P<name>[^\W\d]\w*)
    |(?P<sign>\S)""",
    re.VERBOSE,
)
DECIMAL = re.compile(r"(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
# these join values or begin one, all other keywords are refused by name
JOINING = {"and", "or", "not", "in", "if", "else", "is", "for"}

Found = tuple[int, str, str]


class Quotes:
    """Reads an expression character by character; `within` is the open quote, '#' in a comment, or '' outside both."""

    def __init__(self) -> None:
        self.within = ""

    def read(self, character: str) -> bool:
        """Take the next character; whether it is of the expression itself, neither quoted, a quote nor a comment."""
        if self.within == "#":
            if character == "\n":
                self.within = ""
            return False
        if self.within:
            if character == self.within:
                self.within = ""
            return False
        if character in "'\"#":
            self.within = character
            return False
        return True


def signs(text: str) -> Iterator[tuple[int, str]]:
    """The characters outside quotes and comments, each with its index.

    >>> "".join(character for _, character in signs("a == '(' # )"))
    'a ==  '
    """
    quotes = Quotes()
    return ((i, character) for i, character in enumerate(text) if quotes.read(character))


def tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """The kind, text and index of each part of an expression.

    >>> [kind for kind, _, _ in tokens("age <= 4.5 # years")]
    ['name', 'sign', 'sign', 'number', 'comment']
    """
    for match in TOKEN.finditer(text):
        yield str(match.lastgroup), match[0], match.start()


def unreadable(text: str) -> Found | None:
    """The first number or backslash that is written otherwise than the language writes it: index, what, what instead."""
    for kind, said, index in tokens(text):
        if kind != "comment" and "\\" in said:
            return index + said.index("\\"), "A backslash is not of the language", "words such as 'female'"
        if kind == "number" and not DECIMAL.fullmatch(said):
            return index, f"{said!r} is no number", "decimal digits such as 1000, 0.5 or 2e6"
        if kind == "number" and float(said) == float("inf"):
            return index, "The number is too large", "a finite number"
    return None


def unjoined(text: str) -> Found | None:
    """The first value that follows another without an operator: index, what is wrong, what was expected."""
    ended = False
    for kind, said, index in tokens(text):
        if kind == "comment":
            continue
        joins = said in JOINING
        begins = kind in ("word", "number") or (kind == "name" and not joins)
        if ended and begins:
            return index, f"An operator is missing before {said}", "one such as and, or, <, == or +"
        ended = (begins and not (keyword.iskeyword(said) and said not in ("True", "False", "None"))) or said in ")]}"
    return None
