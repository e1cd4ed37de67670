"""Signs and constructs that the language does not have, each with what to write instead."""

from __future__ import annotations

import ast
import re

from groundfloor.rules.tokens import signs

LISTS = "lists of written values stand after 'in' only"
LOOPS = "write household.count(...), household.sum(...) and the like"

CONSTRUCTS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Lambda: ("a function of one's own (lambda)", "Write the condition itself."),
    ast.Subscript: ("square brackets after a name", "Name the variable itself, such as household.head.age."),
    ast.JoinedStr: ("a formatted text (f'...')", "Write a plain word between quotes, such as 'female'."),
    ast.NamedExpr: ("':='", "Write '==' to compare."),
    ast.ListComp: ("a loop", f"Of a household, {LOOPS}."),
    ast.GeneratorExp: ("a loop", f"Of a household, {LOOPS}."),
    ast.SetComp: ("a loop", f"Of a household, {LOOPS}."),
    ast.DictComp: ("a loop", f"Of a household, {LOOPS}."),
    ast.Dict: ("a table ({...})", "Write 'x if c else y' for each case, or a parameter."),
    ast.List: ("a list here", f"Remember that {LISTS}."),
    ast.Set: ("a set here", f"Remember that {LISTS}."),
    ast.Tuple: ("a list here", f"Remember that {LISTS}; a decimal sign is a point: 75.5."),
    ast.Starred: ("'*' before a name", "Write the values one by one."),
    ast.Await: ("'await'", "Write the value itself."),
    ast.Yield: ("'yield'", "Write the value itself."),
    ast.YieldFrom: ("'yield'", "Write the value itself."),
}
CONSTANTS: dict[type, tuple[str, str]] = {
    type(None): (
        "None",
        "What is missing is unknown in a comparison; coalesce(x, y) puts y in its place.",
    ),
    bytes: ("bytes (b'...')", "Write a plain word between quotes, such as 'female'."),
    type(...): ("'...'", "Write the whole rule."),
}
OPERATORS: dict[type[ast.AST], tuple[str, str]] = {
    ast.BitAnd: ("&", "and"),
    ast.BitOr: ("|", "or"),
    ast.BitXor: ("^", "** for a power, != for one of two conditions"),
    ast.Invert: ("~", "not"),
    ast.LShift: ("<<", "<"),
    ast.RShift: (">>", ">"),
    ast.MatMult: ("@", "*"),
    ast.Is: ("is", "=="),
    ast.IsNot: ("is not", "!="),
}
QUOTES = "straight quotes: 'female'"
SIGNS = {
    "&&": "and",
    "||": "or",
    "===": "==",
    "!==": "!=",
    "<>": "!=",
    "=>": ">=",
    "=<": "<=",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "×": "*",
    "·": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    "⁄": "/",
    "‘": QUOTES,
    "’": QUOTES,
    "“": QUOTES,
    "”": QUOTES,
    "«": QUOTES,
    "»": QUOTES,
    "!": "not",
    "?": "x if c else y",
    ";": "one expression only",
    "$": "LCU in the unit of a parameter",
    "€": "LCU in the unit of a parameter",
}
WORDS = {
    "%": "a share such as 0.1 for 10 %",
    "is": "==",
    "then": "x if condition else y",
    "between": "lowest <= x <= highest",
}
WRONG = re.compile(
    "|".join(
        [
            r"(?<![<>=!:])=(?![=<>])",
            r"!(?!=)",
            r"%(?=\s*(?:$|[),]|and\b|or\b))",
            r"\b(?:is|then|between|THEN|BETWEEN|Then|Between)\b",
            r"\b(?:AND|OR|NOT|IN|IF|ELSE|And|Or|Not|If|Else)\b",
            *(re.escape(sign) for sign in SIGNS if sign != "!"),
        ]
    )
)


def explained(text: str) -> tuple[int, str, str] | None:
    """The first sign of another language in a text that is no expression: its index, what is wrong, what to write."""
    bare = [" "] * len(text)
    for i, character in signs(text):
        bare[i] = character
    found = WRONG.search("".join(bare))
    if found is None:
        return None
    sign = found[0]
    if sign == "=":
        return found.start(), "'=' does not compare", "'=='"
    instead = WORDS.get(sign.lower()) or SIGNS.get(sign, f"{sign.lower()!r} in small letters")
    return found.start(), f"{sign!r} is not of the language", instead
