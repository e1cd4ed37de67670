"""Texts that were written to do harm: each is refused in a sentence, quickly, and nothing of it ever runs."""

from __future__ import annotations

import time

import pytest
from tests.rules.marked import GOOD, read, with_amount, with_eligible

from groundfloor.documents import parse_yaml
from groundfloor.errors import GroundfloorError

# seconds; what a text could make grow without bound would take hours
SOON = 20

CODE = [
    "__import__('os').system('touch harm')",
    "().__class__.__bases__[0].__subclasses__()",
    "age.__class__.__mro__",
    "household.__class__",
    "household.head.__dict__",
    "old_age_pension.__init__",
    "__builtins__",
    "__name__ == '__main__'",
    "_key > 1",
    "household.head._household_key",
    "household.count(_key > 1)",
    "eval('1')",
    "exec('x = 1')",
    "open('/etc/passwd').read()",
    "getattr(age, 'real')",
    "(lambda: urban)()",
    "(lambda f: f(f))(lambda f: f(f))",
    "[x for x in range(10 ** 9)]",
    "sum(x for x in (1, 2))",
    "{x: y for x, y in ((1, 2),)}",
    "(age := 5) < 6",
    "f'{__import__(\"os\")}' == region",
    "'{0.__class__}'.format(age) == region",
    "'%s' % age == region",
    "b'x' == region",
    "await age",
    "(yield)",
    "print(age)",
    "import os",
    "del age",
    "assert urban",
    "urban\nimport os",
    "age < 5\n)\nimport os\n(",
    "age < 5) or (True",
    "age < 5 if urban",
    "*age",
    "**age",
    "age.real",
    "'x'.join",
    "age[0]",
    "region['x']",
    "age @ age",
    "...",
    "\\",
    "`age`",
    "age < 5; import os",
]
SQL = [
    "region == 'x'; DROP TABLE persons; --'",
    "region == 'x' OR 1=1",
    "' OR ''='",
    "SELECT * FROM persons",
    "age < 5 UNION SELECT 1",
    "age BETWEEN 1 AND 5",
    "region LIKE 'x%'",
    "age IS NULL",
    "age < 5 /* x */",
    'region == "x"" OR ""1""=""1"',
    "CASE WHEN urban THEN 1 END",
]
INVISIBLE = ["\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\u00ad"]
LONG = [
    " and ".join(["agee < 5"] * 1000),
    "age < 5 and " * 4000 + "urban",
    "x" * 10_000,
    "x" * 10_000 + " < 5",
    "x." * 5_000 + "x",
    "'" * 10_001,
    "(" * 10_000,
    "(" * 5_000 + "urban" + ")" * 5_000,
    "[" * 300 + "]" * 300,
    "not " * 10_000 + "urban",
    "-" * 10_000 + "age < 5",
    "~" * 300 + "age < 5",
    "2" + " ** 2" * 5_000 + " > 1",
    "9" * 5_000 + " > age",
    "age < 1e" + "9" * 1_000,
    "f(" * 119 + "age" + ")" * 119,
    "urban if " * 3_000 + "urban",
    "min(" + ", ".join(["age"] * 3_000) + ") == (",
    "a\n" * 5_000,
    "#\n" * 5_000,
    "age " * 2_500,
    "'x' " * 2_500,
    "é" * 10_000,
    "a\u0301" * 5_000,
]


@pytest.mark.parametrize("text", [*CODE, *SQL])
def test_no_code_of_another_language_is_read(text):
    for spoilt in (with_eligible(text), with_amount(text.replace("\n", "\n  "))):
        with pytest.raises(GroundfloorError) as caught:
            read(spoilt)
        place = caught.value.place
        assert place is not None
        assert place.line is not None
        assert place.column is not None
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("mark", INVISIBLE)
def test_marks_that_nobody_sees(mark):
    said = f"The expression holds the invisible character U\\+{ord(mark):04X}. Delete it"
    if mark != "\ufeff":
        with pytest.raises(GroundfloorError, match=f"^programme 1:16:6: {said}"):
            read(with_eligible(f"age{mark} < 5"))
    for expression in (f'"age{mark} < 5"', f'"age \\u{ord(mark):04x} < 5"'):
        with pytest.raises(GroundfloorError, match=said):
            read(GOOD.replace("age < 5", expression))


def test_a_word_may_hold_a_joiner_and_no_mark_that_turns_it_round():
    # Persian and Hindi words need the joiners
    read(with_eligible("region == 'می\u200cخواهم'"))
    for mark in ("\u202e", "\u2066"):
        with pytest.raises(GroundfloorError, match=f"invisible character U\\+{ord(mark):04X}"):
            read(with_eligible(f"region == 'x{mark}y'"))


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x7f", "\ud800", "\ufffe"])
def test_characters_that_no_text_holds(character):
    with pytest.raises(
        GroundfloorError, match=rf"^programme 1:16:6: The file holds the character U\+{ord(character):04X}"
    ):
        read(with_eligible(f"age{character} < 5"))


@pytest.mark.parametrize("escape", ["\\0", "\\a", "\\b", "\\e", "\\f", "\\v", "\\x07", "\\u0007"])
def test_characters_that_no_text_holds_may_not_come_by_an_escape(escape):
    text = GOOD.replace("age < 5", f'"age{escape} < 5"')
    with pytest.raises(
        GroundfloorError, match=r"^programme 1:15:15: The expression holds the invisible character U\+00"
    ):
        read(text)


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_a_long_text_is_refused_soon(text):
    start = time.perf_counter()
    with pytest.raises(GroundfloorError) as caught:
        read(with_eligible(text))
    assert time.perf_counter() - start < SOON
    assert len(str(caught.value)) < 25_000


def test_a_long_rule_is_read_soon():
    start = time.perf_counter()
    read(with_eligible(" or ".join(f"(age < {i} and income > {i})" for i in range(350))))
    read(with_eligible("region == '" + "x" * 9_900 + "'"))
    read(with_eligible("age < 5 # " + "x" * 9_900))
    assert time.perf_counter() - start < SOON
    read(with_eligible("age < " * 3_000 + "age"))
    with pytest.raises(GroundfloorError, match=r"has 40,001 characters\. Expected at most 40,000"):
        read(with_eligible("True # " + "x" * 39_994))


TOWER = "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 60))
MERGED = "".join(f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}]}}\n" for i in range(1, 60))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a0: &a0 x\n" + TOWER, ":1:1: Unknown key 'a0'"),
        ("a0: &a0 {k: 1}\n" + MERGED, ":2:10: '<<' is not read here"),
        (GOOD.replace("unit: person", "unit: &a [*a]"), ":6:7: unit is "),
        (GOOD.replace("label: {en", "label: &a {x: *a, en"), ":2:8: label is no text by language"),
        (GOOD.replace("age < 5", "!!python/object/apply:os.system ['true']"), ":15:11: The tag !!python/object/apply:os.system is not read here"),
        (GOOD.replace("age < 5", "!rule age < 5"), ":15:11: The tag !rule is not read here. Take it away."),
        (GOOD.replace("age < 5", "!!binary YWdlIDwgNQ=="), ":15:11: The tag !!binary is not read here"),
        (GOOD.replace("[leap]", "!!set {leap}"), ":21:11: The tag !!set is not read here"),
        (GOOD.replace("[leap]", "!!omap [leap: 1]"), ":21:11: The tag !!omap is not read here"),
        (GOOD.replace("[leap]", "="), ":21:11: '=' is no value. Put it between quotes."),
        (GOOD.replace("0.90", "!!int x"), ":18:10: The file holds a value that is none: 'x'"),
        (GOOD.replace("0.90", "9" * 5000), ":18:10: The file holds a value that is none: '99999"),
        (GOOD.replace("0.90", "*nothing"), ":18:10: The file is not valid YAML: found undefined alias 'nothing'"),
        (GOOD.replace("{2026-01-01: 75}", "{2026-02-30: 75}"), ":10:14: The file holds a value that is none: '2026-02-30'. Expected a date"),
        (GOOD.replace("[leap]", "[" * 5000), ": The file is nested too deeply"),
        (GOOD + "? [a]\n: 1\n", ":23:3: The file is not valid YAML: found unhashable key"),
        (GOOD + "---\nprogramme: other\n", ":23:1: The file is not valid YAML: but found another document"),
        (GOOD + "eligible: urban\n", ":23:1: 'eligible' stands twice. It stands on line 15 already"),
        (GOOD + "\teligible: urban\n", ":23:1: The file is not valid YAML"),
        ("", "not a table of keys and values"),
        ("- a\n- b\n", "not a table of keys and values"),
        ("just words\n", "not a table of keys and values"),
        ("null\n", "not a table of keys and values"),
    ],
)  # fmt: skip
def test_yaml_that_means_harm_or_nothing(text, said):
    start = time.perf_counter()
    with pytest.raises(GroundfloorError) as caught:
        read(text)
    assert time.perf_counter() - start < SOON
    assert said in str(caught.value).replace("programme 1", "", 1)
    assert "\n" not in str(caught.value)


def test_an_alias_that_repeats_a_part_is_welcome():
    text = GOOD.replace("unit: LCU/month", "unit: &unit LCU/year").replace(
        "line: {unit: LCU/year,", "line: {unit: *unit,"
    )
    assert read(text).parameters["child_grant.line"].unit == "LCU/year"


def test_a_document_finds_what_yaml_reads_otherwise_than_it_is_written():
    document = parse_yaml("yes: {1: a, 2: [b, c]}\n2026-01-01: d\n", "x.yaml")
    assert (document.place(True, 2, 1).line, document.place(True, 2, 1).column) == (1, 20)
    assert document.key(True, 1).column == 7
    assert document.at(True, 2, 7) is None
    assert document.at(True, 2, "b") is None
    assert document.at(True, 3) is None
    assert document.key(True, 3).column == 6
    assert document.key("no", "such").column == 1
