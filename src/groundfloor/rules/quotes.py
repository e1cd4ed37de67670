"""Which characters of an expression stand between quotes or in a comment."""

from __future__ import annotations

from collections.abc import Iterator


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
