"""Typed rules and tables for Hypothesis: every operator, function and aggregate of the language over awkward values.

Every engine gives the bits of the definition, with two exceptions that the methods page names: a power, which is as good as the
machine's own, and a sum of broken numbers, which a database may add in another order or with more digits than it shows. So what a
rule compares, rounds or hands to another programme holds neither, unless it is exact whatever the order: sums of *tame* numbers,
which are quarters below a thousand and what little is made of them, and powers of whole numbers. Amounts that no other programme
reads may hold any power and sum. The comparison itself is never loosened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from tests.engine.conformance import WORDS, programme, survey

from groundfloor.survey.frame import Survey
from groundfloor.survey.variables import RELATIONSHIP

# x and y are wild, z is tame
TAME = [None, 0.0, -0.0, 1.0, -1.0, 2.0, 0.25, -0.75, 2.5, 3.0, 7.0, -8.5, 100.0, 999.75]
WILD = [
    *TAME,
    0.1,
    -1 / 3,
    1e-9,
    1e300,
    -1e300,
    1.7976931348623157e308,
    1e-300,
    -5e-324,
    4503599627370497.5,
    2.0**53 + 2,
]
# written so that every database reads them to the last bit
LITERALS = ["0", "1", "2", "3", "0.5", "2.5", "0.25", "12", "100", "1e6", "1e300", "-1", "-2.5"]
SMALL = ["0", "1", "2", "0.5", "3", "-1"]
QUOTED = ["'north'", '"o\'south"', "'éast'", "''", "'never met'"]
ORDER = ["<", "<=", ">", ">=", "==", "!="]


@st.composite
def tables(draw: Callable[..., Any], headed: bool) -> Survey:
    """Up to six households of one to six persons; with relationships a household has no head, one or several."""
    sizes = draw(st.lists(st.integers(1, 6), min_size=1, max_size=6))
    persons = sum(sizes)

    def column(values: list[Any]) -> list[Any]:
        return draw(st.lists(st.sampled_from(values), min_size=persons, max_size=persons))

    columns = {"x": column(WILD), "y": column(WILD), "z": column(TAME)}
    columns |= {name: column([True, False, None]) for name in "bc"}
    columns |= {name: column([*WORDS, None]) for name in "tu"}
    if headed:
        columns["relationship"] = column(["head", "head", "child", "spouse", "boarder", None])
    return survey(sizes, draw(st.integers(0, 999)), **columns)


@dataclass
class Known:
    """What a rule may read of the programmes before it: all, those whose amount is certain, those whose amount is tame."""

    all: list[str] = field(default_factory=list)
    certain: list[str] = field(default_factory=list)
    tame: list[str] = field(default_factory=list)


@dataclass
class Writer:
    """Writes expressions; `within` says that they stand in a household's aggregate, `anysum` that sums may be of any number."""

    draw: Callable[..., Any]
    known: Known
    headed: bool
    anysum: bool
    within: bool = False

    def of(self, *choices: Any) -> Any:
        """One of several things."""
        return self.draw(st.sampled_from(choices))

    def sign(self) -> str:
        """Plus or minus."""
        return str(self.of("+", "-"))

    def some(self, write: Callable[[int], str], depth: int, least: int = 2, most: int = 4) -> list[str]:
        """A few expressions."""
        return [write(depth) for _ in range(self.draw(st.integers(least, most)))]

    def inside(self) -> Writer:
        """The writer of an aggregate's argument."""
        return Writer(self.draw, self.known, self.headed, self.anysum, True)

    def number(self, depth: int) -> str:
        """Any number whose bits are certain."""
        if depth <= 0:
            return self.leaf()
        one = self.number
        kind = self.of(*NUMBERS, *([] if self.within else AGGREGATED))
        match kind:
            case "leaf":
                return self.leaf()
            case "operator":
                return f"({one(depth - 1)} {self.of('+', '-', '*', '/', '//', '%')} {one(depth - 1)})"
            case "chain":
                first, *rest = self.some(one, depth - 2, 3, 7)
                return f"({' '.join([first, *(f'{self.sign()} {term}' for term in rest)])})"
            case "product":
                return f"({' * '.join(self.some(one, depth - 2, 3, 4))})"
            case "sign":
                return f"{self.of('-', '+', '- -')}({one(depth - 1)})"
            case "power":
                return f"(round(clip({one(depth - 1)}, -9, 9)) ** {self.of('0', '1', '2', '3', 'three')})"
            case "extreme":
                return f"{self.of('min', 'max', 'coalesce')}({', '.join(self.some(one, depth - 1))})"
            case "function":
                return f"{self.of('abs', 'round', 'floor', 'ceil')}({one(depth - 1)})"
            case "round":
                return f"round({one(depth - 1)}, {self.of(0, 1, 2, -2, 12)})"
            case "clip":
                return f"clip({one(depth - 1)}, {one(depth - 1)}, {one(depth - 1)})"
            case "choose":
                return f"({one(depth - 1)} if {self.condition(depth - 1)} else {one(depth - 1)})"
            case "count":
                return f"household.count({self.inside().condition(depth - 1)})"
            case "least":
                return f"household.{self.of('min', 'max')}({self.inside().number(depth - 1)})"
        inside = self.inside()
        argument = inside.number(depth - 1) if self.anysum else inside.tame(min(depth - 1, 2))
        return f"household.{self.of('sum', 'mean')}({argument})"

    def leaf(self) -> str:
        """A number without operands."""
        name = self.of("x", "y", "z", "x", "y", "literal", "three", "late", "size", "head", "amount")
        match name:
            case "literal":
                return str(self.of(*LITERALS))
            case "size":
                return "household.size"
            case "head":
                return f"household.head.{self.of('x', 'y', 'z')}"
            case "amount":
                return f"({self.of(*self.known.certain)}.amount / lcu)" if self.known.certain else "x"
        return str(name)

    def tame(self, depth: int) -> str:
        """A number whose sum over a household is exact in any order."""
        if depth <= 0:
            return str(self.of("z", "z", "three", "household.size", "household.head.z", *SMALL))
        one = self.tame
        match self.of("leaf", "sum", "times", "extreme", "function", "choose", "truth", "amount"):
            case "sum":
                return f"({one(depth - 1)} {self.sign()} {one(depth - 1)})"
            case "times":
                return f"({one(depth - 1)} * {self.of(*SMALL)})"
            case "extreme":
                return f"{self.of('min', 'max', 'coalesce')}({', '.join(self.some(one, depth - 1, 2, 3))})"
            case "function":
                return f"{self.of('abs', 'round', 'floor', 'ceil')}({one(depth - 1)})"
            case "choose":
                return f"({one(depth - 1)} if {self.condition(depth - 1)} else {one(depth - 1)})"
            case "truth":
                return f"(1 if {self.condition(depth - 1)} else 0)"
            case "amount" if self.known.tame:
                return f"({self.of(*self.known.tame)}.amount / lcu)"
        return one(0)

    def condition(self, depth: int) -> str:
        """Any condition."""
        one = self.condition
        if depth <= 0:
            read = [f"{name}.{what}" for name in self.known.all for what in ("eligible", "receives")]
            return str(self.of("b", "c", "b", "c", "True", "False", "household.head.b", *read))
        kind = self.of(*CONDITIONS, *([] if self.within else ["any"]))
        match kind:
            case "compare":
                return f"({self.number(depth - 1)} {self.of(*ORDER)} {self.number(depth - 1)})"
            case "chain":
                parts = [self.number(depth - 1), *self.some(lambda _: self.leaf(), 0, 1, 3), self.number(depth - 1)]
                return f"({' '.join([parts[0], *(f'{self.of(*ORDER)} {part}' for part in parts[1:])])})"
            case "words":
                other = self.of(self.word(depth - 1), self.of(*QUOTED))
                return f"({self.word(depth - 1)} {self.of('==', '!=')} {other})"
            case "in words":
                return f"({self.word(depth - 1)} {self.of('in', 'not in')} {self.listed(QUOTED)})"
            case "in numbers":
                return f"({self.number(depth - 1)} {self.of('in', 'not in')} {self.listed(LITERALS)})"
            case "in truths":
                return f"({one(depth - 1)} {self.of('in', 'not in')} {self.listed(['True', 'False'])})"
            case "relation" if self.headed:
                name = self.of("relationship", "household.head.relationship")
                return f"({name} {self.of('in', 'not in')} {self.listed([repr(word) for word in RELATIONSHIP])})"
            case "not":
                return f"(not {one(depth - 1)})"
            case "logic":
                return f"({self.of(' and ', ' or ').join(self.some(one, depth - 1))})"
            case "equal":
                return f"({one(depth - 1)} {self.of('==', '!=')} {one(depth - 1)})"
            case "coalesce":
                return f"coalesce({', '.join(self.some(one, depth - 1, 2, 3))})"
            case "choose":
                return f"({one(depth - 1)} if {one(depth - 1)} else {one(depth - 1)})"
            case "any":
                return f"household.{self.of('any', 'all')}({self.inside().condition(depth - 1)})"
        return one(0)

    def listed(self, values: list[str]) -> str:
        """What stands after `in`."""
        return f"({', '.join(self.draw(st.lists(st.sampled_from(values), min_size=1, max_size=4)))},)"

    def word(self, depth: int) -> str:
        """Any word of an open list."""
        kind = self.of("leaf", "choose", "coalesce") if depth > 0 else "leaf"
        if kind == "leaf":
            return str(self.of("t", "u", "household.head.t"))
        first, other = self.word(depth - 1), self.of(self.word(depth - 1), self.of(*QUOTED))
        if kind == "coalesce":
            return f"coalesce({first}, {other})"
        return f"({first} if {self.condition(depth - 1)} else {other})"

    def certain_amount(self, depth: int) -> str:
        """Money to the last bit."""
        kind = self.of("plain", "choose", "max", "add", "all")
        if kind != "plain" and self.known.certain:
            other = f"{self.of(*self.known.certain)}.amount"
            match kind:
                case "choose":
                    return f"{other} if {self.condition(depth)} else lcu * {self.number(depth)}"
                case "max":
                    return f"{self.of('max', 'min', 'coalesce')}({other}, lcu * {self.number(depth)})"
                case "add":
                    return f"{other} {self.sign()} {self.number(depth)} * lcu"
                case "all" if self.anysum:
                    return f"household.{self.of('sum', 'max', 'mean')}({other})"
        return f"{self.number(depth)} * {self.of('grant', 'lcu', 'daily')}"

    def other_amount(self, depth: int) -> str:
        """Money with a power, a sum of broken numbers, or a period that is no whole part of a year."""
        match self.of("power", "sum", "week", "convert"):
            case "power":
                exponent = self.of("0.5", "-1", "2", "-0.5", "1.5", "z", "household.size")
                return f"lcu * ({self.number(depth)}) ** {exponent}"
            case "sum":
                # of one sign, for what is left of 1e300 and -1e300 hangs on the order
                return f"lcu * household.{self.of('sum', 'mean')}(abs({self.inside().number(depth)}))"
            case "week":
                return f"weekly * {self.number(depth)}"
        return f"per_{self.of('day', 'week', 'month')}(lcu * {self.number(depth)})"


NUMBERS = (
    *("leaf", "operator", "operator", "chain", "product", "sign", "power"),
    *("extreme", "function", "round", "clip", "choose"),
)
AGGREGATED = ("count", "least", "sum", "sum")
CONDITIONS = (
    *("leaf", "compare", "compare", "chain", "words", "in words", "in numbers", "in truths", "relation"),
    *("not", "logic", "equal", "coalesce", "choose"),
)


@st.composite
def rules(draw: Callable[..., Any], headed: bool, anysum: bool) -> list[dict[str, Any]]:
    """One to four programmes, each of which may read those before it."""
    known, out = Known(), []
    for name in ("p", "q", "r", "s")[: draw(st.integers(1, 4))]:
        write = Writer(draw, known, headed, anysum)
        more: dict[str, Any] = {
            "unit": write.of("person", "household"),
            "take_up": write.of(1.0, 1.0, 0.0, 0.3, 0.5),
        }
        if more["unit"] == "person" and draw(st.booleans()):
            more["limit"] = {"first": write.of(1, 2, 3), "per": "household", "by": write.of("x", "y", "z")}
        eligible = write.condition(write.of(1, 2, 3))
        match write.of("tame", "certain", "certain", "other"):
            case "tame":
                # no tame amount is made of others, so that digits do not pile up
                alone = Writer(draw, Known(known.all), headed, anysum)
                amount = f"{write.of('grant', 'lcu', 'daily')} * {alone.tame(2)}"
                known.tame.append(name)
                known.certain.append(name)
            case "certain":
                amount = write.certain_amount(write.of(1, 2, 3))
                known.certain.append(name)
            case _:
                amount = write.other_amount(write.of(1, 2))
        known.all.append(name)
        out.append(programme(name, eligible, amount, **more))
    return out
