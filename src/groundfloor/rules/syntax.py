"""From text to Python's syntax tree, against a whitelist: nothing is ever run."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from groundfloor.errors import GroundfloorError, Place
from groundfloor.rules.located import Located

LONGEST = 40_000
DEEPEST = 120

INSTEAD: dict[type[ast.AST], str] = {
    ast.Lambda: "a function of one's own; write the condition itself",
    ast.Subscript: "square brackets; name a variable, such as household.head.age",
    ast.JoinedStr: "a formatted text; write a plain word between quotes",
    ast.NamedExpr: "':='; write '==' to compare",
    ast.ListComp: "a loop; use household.count(...), household.sum(...) and the like",
    ast.GeneratorExp: "a loop; use household.count(...), household.sum(...) and the like",
    ast.SetComp: "a loop; use household.count(...), household.sum(...) and the like",
    ast.DictComp: "a loop; use household.count(...), household.sum(...) and the like",
    ast.Dict: "a table; name a parameter",
    ast.List: "a list here; lists of words stand after 'in'",
    ast.Set: "a set here; lists of words stand after 'in'",
    ast.Tuple: "a list here; lists of words stand after 'in'",
    ast.Starred: "'*' before a name",
    ast.Await: "'await'",
    ast.Yield: "'yield'",
    ast.YieldFrom: "'yield'",
}


class Source:
    """The text of one expression and the place of every node of its tree."""

    def __init__(self, located: Located) -> None:
        self.located = located
        # the text is wrapped in brackets so that it may run over several lines
        self._starts = [0]
        for i, character in enumerate(located.text):
            if character == "\n":
                self._starts.append(i + 1)
        self._lines = located.text.split("\n")

    def place(self, node: ast.AST) -> Place:
        """Where `node` begins."""
        line = getattr(node, "lineno", 1) - 1
        offset = getattr(node, "col_offset", 0) - (1 if line == 0 else 0)
        return self._place(line, offset)

    def _place(self, line: int, offset: int) -> Place:
        line = min(max(line, 0), len(self._lines) - 1)
        column = len(self._lines[line].encode()[: max(offset, 0)].decode(errors="ignore"))
        return self.located.place(self._starts[line] + column)

    def parse(self) -> ast.expr:
        """The syntax tree; text that is no expression, too long or too deep is refused."""
        text = self.located.text
        if not text.strip():
            raise GroundfloorError("The expression is empty", self.located.place(0))
        if len(text) > LONGEST:
            raise GroundfloorError(
                f"The expression has {len(text):,} characters", self.located.place(0), expected=f"at most {LONGEST:,}"
            )
        try:
            tree = ast.parse(f"({text}\n)", mode="eval").body
        except SyntaxError as error:
            raise self._syntax_error(error) from None
        except (ValueError, MemoryError, RecursionError):
            raise GroundfloorError(
                "The expression cannot be read: it is nested too deeply or holds a character that is not text",
                self.located.place(0),
                hint="Split it into several programmes or parameters.",
            ) from None
        deep = _too_deep(tree)
        if deep is not None:
            raise GroundfloorError(
                "The expression is nested too deeply", self.place(deep), expected=f"at most {DEEPEST} levels"
            )
        return tree

    def _syntax_error(self, error: SyntaxError) -> GroundfloorError:
        line, offset = (error.lineno or 1) - 1, (error.offset or 1) - 1
        place = self._place(line, offset - (1 if line == 0 else 0))
        if "=" in self.located.text and "==" in (error.msg or ""):
            return GroundfloorError("'=' does not compare", place, expected="'=='")
        if "too many nested" in (error.msg or ""):
            return GroundfloorError("The expression is nested too deeply", place, expected=f"at most {DEEPEST} levels")
        return GroundfloorError(
            f"This is not an expression ({error.msg})",
            place,
            expected="an expression such as age < 5 and not pension",
        )


def _too_deep(root: ast.expr) -> ast.AST | None:
    """The first node beyond the deepest level; a chain such as a + b + c is one level, however long."""
    pending: list[tuple[ast.AST, int]] = [(root, 0)]
    while pending:
        node, depth = pending.pop()
        if depth > DEEPEST:
            return node
        for child in ast.iter_child_nodes(node):
            same_chain = (
                isinstance(node, ast.BinOp)
                and isinstance(child, ast.BinOp)
                and child is node.left
                and _kind(node) == _kind(child)
            )
            pending.append((child, depth if same_chain else depth + (not isinstance(child, ast.operator | ast.cmpop))))
    return None


def _kind(node: ast.BinOp) -> str:
    return "sum" if isinstance(node.op, ast.Add | ast.Sub) else type(node.op).__name__


def chain(node: ast.BinOp) -> Sequence[tuple[bool, ast.expr]]:
    """The terms of a chain of + and - (or of *), left to right, each with whether it is subtracted."""
    terms: list[tuple[bool, ast.expr]] = []
    current: ast.expr = node
    kind = _kind(node)
    while isinstance(current, ast.BinOp) and _kind(current) == kind:
        terms.append((isinstance(current.op, ast.Sub), current.right))
        current = current.left
    terms.append((False, current))
    return terms[::-1]
