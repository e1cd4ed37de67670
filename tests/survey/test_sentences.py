"""The sentences of findings: in every language, for every finding the code can make, with the same things filled in."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import groundfloor.survey
from groundfloor.financing.counted import AID, DEBT, PENSIONS, TAXES
from groundfloor.financing.findings import UNSURE
from groundfloor.rules.variants import VARIANTS
from groundfloor.survey.sentences import SENTENCES, english, sentences

LANGUAGES = sorted(file.stem for file in SENTENCES.glob("*.yaml"))
SOURCE = Path(groundfloor.survey.__file__).parent
# what stands between quotes in the code and is a key of the sentences: a name, alone or under a heading
KEY = re.compile(r'"([a-z_]+(?:\.[a-z_]+)?)"')


def flat(tree: Any, prefix: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    for name, value in tree.items():
        if isinstance(value, str):
            yield prefix + name, {"other": value}
        elif "other" in value:
            yield prefix + name, value
        else:
            yield from flat(value, f"{prefix}{name}.")


def fields(forms: dict[str, str]) -> set[str]:
    return {name for form in forms.values() for _, name, _, _ in string.Formatter().parse(form) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    ours, theirs = dict(flat(sentences("en"))), dict(flat(sentences(language)))
    assert set(ours) == set(theirs)
    for key, forms in theirs.items():
        assert fields(forms) == fields(ours[key]), key
        # a reason is a sentence of its own
        assert all(form.endswith((".", "{reason}")) for form in forms.values()), key


def test_french_spaces_do_not_break() -> None:
    for key, forms in flat(sentences("fr")):
        for form in forms.values():
            assert not re.search(r" [:;!?»]|« ", form.replace("(design: ", "")), key


def test_the_code_uses_every_sentence_and_no_other() -> None:
    files = [
        *SOURCE.rglob("*.py"),
        *(SOURCE.parent / "fiscal").rglob("*.py"),
        *(SOURCE.parent / "economy").rglob("*.py"),
        *(SOURCE.parent / "access").rglob("*.py"),
        *(SOURCE.parent / f"{name}.py" for name in ("administered", "insuring", "providing", "supply")),
    ]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files if file.name != "sentences.py")
    keys = {key for key, _ in flat(sentences("en"))}
    # those on financing are named by what was left out and by how a pledge stands
    of_financing = {f"financing.{one}" for one in (DEBT, TAXES, AID, PENSIONS, *UNSURE)}
    assert of_financing == {key for key in keys if key.startswith("financing.")}
    of_variants = {f"variants.{one}" for one in VARIANTS}
    # some of those on access are named by what was found of people or of speeds
    quoted = set(re.findall(r'"(\w+)"', text)) | {f"{which}_speeds" for which in ("low", "high")}
    of_access = {key for key in keys if key.startswith("access.") and key.removeprefix("access.") in quoted}
    assert keys - of_financing - of_variants - of_access <= set(KEY.findall(text))
    for made in re.findall(r"Finding\(.*?\)\)?$", text, re.MULTILINE | re.DOTALL):
        keys = [key for key in KEY.findall(made) if "." in key]
        assert all(key in dict(flat(sentences("en"))) for key in keys), made


def test_one_and_many() -> None:
    assert english("heads.several", {"count": 1}).startswith("1 household has")
    assert english("heads.several", {"count": 1200}).startswith("1,200 households have")
