"""Every text that people see is in French, complete, with what is filled in, and nothing is left from before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.test import Client

from groundfloor_web.core.texts import gathered

OWN = [Path(one.path) for one in apps.get_app_configs() if one.name.startswith("groundfloor_web.")]
FILLED = re.compile(r"%\(\w+\)s")


@pytest.mark.parametrize("application", OWN, ids=lambda path: path.name)
def test_french_is_complete(application: Path) -> None:
    texts = {one.id for one in gathered(application) if one.id}
    path = application / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    if not texts:
        assert not path.exists()
        return
    with path.open("rb") as file:
        catalogue = read_po(file, locale="fr")
    said = {one.id: one.string for one in catalogue if one.id}
    assert set(said) == texts, "run: python -m groundfloor_web texts fr"
    for text, french in said.items():
        for given, found in zip(
            (text,) * 2 if isinstance(text, str) else text,
            (french,) * 2 if isinstance(french, str) else french,
            strict=True,
        ):
            assert found, text
            assert sorted(FILLED.findall(found)) == sorted(FILLED.findall(given)), text


@pytest.mark.parametrize("language", ["es", "pt", "ar"])
def test_navigation_is_in_the_other_languages(language: str) -> None:
    """Every title of the navigation and most of the core; what is not translated is in English."""
    titles = {
        one.title._args[0] for one in apps.get_app_configs() if hasattr(one, "entry")
    }  # the text before it is translated
    core = {one.id for one in gathered(OWN[0].parent / "core") if isinstance(one.id, str) and one.id}
    said = {}
    for application in OWN:
        path = application / "locale" / language / "LC_MESSAGES" / "django.po"
        if path.exists():
            with path.open("rb") as file:
                said |= {one.id: one.string for one in read_po(file, locale=language) if one.id}
    assert titles <= set(said)
    assert len(core & set(said)) > 0.8 * len(core)
    for text, found in said.items():
        assert sorted(FILLED.findall(str(found))) == sorted(FILLED.findall(str(text))), text


@pytest.mark.parametrize(("language", "direction"), [("es", "ltr"), ("pt", "ltr"), ("ar", "rtl")])
def test_pages_are_in_the_direction_of_their_language(language: str, direction: str) -> None:
    page = Client(headers={"Accept-Language": language}).get("/").content.decode()
    assert f'<html lang="{language}" dir="{direction}"' in page


def test_the_same_text_is_not_said_in_two_ways() -> None:
    said: dict[object, object] = {}
    for application in OWN:
        path = application / "locale" / "fr" / "LC_MESSAGES" / "django.po"
        if path.exists():
            with path.open("rb") as file:
                for one in read_po(file, locale="fr"):
                    assert said.setdefault(one.id, one.string) == one.string, one.id
                    said.pop("", None)
