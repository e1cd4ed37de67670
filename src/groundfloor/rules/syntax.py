"""From text to Python's syntax tree, against a whitelist: nothing is ever run."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Sequence

from groundfloor.errors import GroundfloorError, Place
from groundfloor.rules.located import Located
from groundfloor.rules.mistakes import explained
from groundfloor.rules.tokens import Quotes, signs, tokens, unjoined, unreadable

LONGEST = 40_000
DEEPEST = 120
CLOSING = {")": "(", "]": "[", "}": "{"}
EXAMPLE = "an expression such as age < 5 and not pension"
# marks that make text read in another order than it is written
REORDERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class Source:
    """The text of one expression and the place of every node of its tree."""

    def __init__(self, located: Located) -> None:
        self.located = located
        # Python ends a line at a carriage return too, we at line feeds only
        self.text = located.text.replace("\r", " ")
        self._lines = self.text.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def place(self, node: ast.expr) -> Place:
        """Where `node` begins."""
        return self.located.place(self._index(node.lineno, node.col_offset))

    def parts(self, node: ast.expr) -> list[Place]:
        """Where each part of a name with dots begins."""
        places: list[Place] = []
        while isinstance(node, ast.Attribute):
            end = self._index(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
            places.append(self.located.place(end - len(node.attr)))
            node = node.value
        return [self.place(node), *reversed(places)]

    def operator(self, left: ast.expr) -> Place:
        """Where the operator that follows `left` stands, which may be in brackets."""
        end = self._index(left.end_lineno or left.lineno, left.end_col_offset or left.col_offset)
        found = (index for kind, said, index in tokens(self.text[end:]) if kind != "comment" and said != ")")
        return self.located.place(end + next(found))

    def segment(self, node: ast.expr) -> str:
        """The text of `node`."""
        begin = self._index(node.lineno, node.col_offset)
        end = self._index(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
        return self.text[begin:end]

    def _index(self, lineno: int, offset: int) -> int:
        # the tree counts bytes, and the text is wrapped in one bracket
        line = lineno - 1
        return self._starts[line] + len(self._lines[line].encode()[: max(offset - (line == 0), 0)].decode())

    def parse(self) -> ast.expr:
        """The syntax tree; text that is no expression, too long or too deep is refused."""
        if not any(not character.isspace() for _, character in _bare(self.text)):
            raise GroundfloorError("The expression is empty", self.located.place(0), expected=EXAMPLE)
        if len(self.text) > LONGEST:
            raise GroundfloorError(
                f"The expression has {len(self.text):,} characters",
                self.located.place(0),
                expected=f"at most {LONGEST:,}",
            )
        self._refuse_invisible()
        self._refuse_open_ends()
        self._refuse_swallowing()
        wrong = unreadable(self.text)
        if wrong is not None:
            raise self._wrong(*wrong)
        try:
            # the brackets let the text run over several lines
            tree = ast.parse(f"({self.text}\n)", mode="eval").body
        except SyntaxError as error:
            raise self._syntax_error(error) from None
        except (MemoryError, RecursionError):
            raise self._deep(0) from None
        deep = _too_deep(tree)
        if deep is not None:
            raise self._deep(self._index(deep.lineno, deep.col_offset))
        return tree

    def _wrong(self, index: int, what: str, instead: str) -> GroundfloorError:
        return GroundfloorError(what, self.located.place(index), expected=instead)

    def _refuse_swallowing(self) -> None:
        """A folded text is one line, so that a remark in its middle would take the rest of the rule with it."""
        for kind, said, index in tokens(self.text):
            lines = {line for line, _ in self.located.places[index : index + len(said.rstrip())]}
            if kind == "comment" and len(lines) > 1:
                raise GroundfloorError(
                    "The remark swallows the lines below it",
                    self.located.place(index),
                    expected="a remark on a line above the key",
                    hint="Or keep the lines apart: write | where the text begins.",
                )

    def _deep(self, index: int) -> GroundfloorError:
        return too_deep(self.located.place(index), DEEPEST)

    def _refuse_invisible(self) -> None:
        if self.text.isascii() and self.text.replace("\n", " ").replace("\t", " ").isprintable():
            return
        quotes = Quotes()
        for i, character in enumerate(self.text):
            quotes.read(character)
            category = unicodedata.category(character)
            if (category in ("Cc", "Cs") and character not in "\n\t") or (
                category == "Cf" and (not quotes.within or character in REORDERING)
            ):
                raise GroundfloorError(
                    f"The expression holds the invisible character U+{ord(character):04X}",
                    self.located.place(i),
                    hint="Delete it.",
                )

    def _refuse_open_ends(self) -> None:
        """Brackets and quotes must close within the text, since the text itself is put into brackets."""
        open_: list[tuple[int, str]] = []
        for i, character in signs(self.text):
            if character in "([{":
                open_.append((i, character))
            elif character in CLOSING:
                if not open_ or open_[-1][1] != CLOSING[character]:
                    raise GroundfloorError(f"{character!r} closes no bracket", self.located.place(i))
                open_.pop()
            if len(open_) > DEEPEST:
                raise self._deep(i)
        quotes, opened = Quotes(), 0
        for i, character in enumerate(self.text):
            before = quotes.within
            quotes.read(character)
            opened = i if not before else opened
        if quotes.within not in ("", "#"):
            raise GroundfloorError("A quote opens here and never closes", self.located.place(opened))
        if open_:
            raise GroundfloorError(f"{open_[-1][1]!r} is never closed", self.located.place(open_[-1][0]))

    def _syntax_error(self, error: SyntaxError) -> GroundfloorError:
        known = explained(self.text) or unjoined(self.text)
        if known is not None:
            return self._wrong(*known)
        line, column = (error.lineno or 1) - 1, (error.offset or 1) - 1
        if line >= len(self._lines):
            return GroundfloorError(
                "The expression ends too early", self.located.place(len(self.text.rstrip()) - 1), expected=EXAMPLE
            )
        index = self._starts[line] + max(column - (line == 0), 0)
        if "'else'" in (error.msg or ""):
            return self._wrong(index, "An 'if' has no 'else'", "x if condition else y")
        said = next((said for _, said, start in tokens(self.text) if start >= index), self.text[index:])
        return self._wrong(index, f"The expression cannot be read from {said!r} on", EXAMPLE)


def too_deep(place: Place, deepest: int) -> GroundfloorError:
    """The refusal of an expression of more levels than there may be."""
    return GroundfloorError(
        "The expression is nested too deeply",
        place,
        expected=f"at most {deepest} levels",
        hint="Write parts of it as programmes of their own.",
    )


def _bare(text: str) -> Sequence[tuple[int, str]]:
    """The characters of a text that are not in a comment."""
    quotes = Quotes()
    return [(i, one) for i, one in enumerate(text) if quotes.read(one) or quotes.within not in ("", "#")]


def _too_deep(root: ast.expr) -> ast.expr | None:
    """The first node beyond the deepest level; a chain such as a + b + c is one level, however long."""
    pending: list[tuple[ast.AST, int]] = [(root, 0)]
    while pending:
        node, depth = pending.pop()
        if depth > DEEPEST and isinstance(node, ast.expr):
            return node
        for child in ast.iter_child_nodes(node):
            same_chain = (
                child is getattr(node, "left", None) and _kind(child) is not None and _kind(child) == _kind(node)
            )
            pending.append((child, depth if same_chain else depth + isinstance(child, ast.expr)))
    return None


def _kind(node: ast.AST) -> str | None:
    """Of which kind of chain an operator is a link."""
    if not isinstance(node, ast.BinOp):
        return None
    if isinstance(node.op, ast.Add | ast.Sub):
        return "sum"
    return "product" if isinstance(node.op, ast.Mult) else None


def chain(node: ast.BinOp) -> Sequence[tuple[bool, ast.expr]]:
    """The terms of a chain of + and - (or of *), left to right, each with whether it is subtracted."""
    terms: list[tuple[bool, ast.expr]] = []
    current: ast.expr = node
    while isinstance(current, ast.BinOp) and _kind(current) == _kind(node):
        terms.append((isinstance(current.op, ast.Sub), current.right))
        current = current.left
    return [(False, current), *reversed(terms)]
