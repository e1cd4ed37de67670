"""The texts of an application that people see, gathered from its code and templates."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def gathered(application: Path) -> Catalog:
    """Every text of an application, where it stands, in the order of its files."""
    found = Catalog(project="Groundfloor", charset="utf-8")
    for path in sorted(application.rglob("*")):
        if path.suffix not in (".py", ".html", ".txt") or "migrations" in path.parts:
            continue
        for message, context in _texts(path):
            found.add(
                message,
                locations=[(path.relative_to(application).as_posix(), 0)],
                context=context,
                flags=_flags(message),
            )
    return found


def _texts(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # what is no text is blanked out; indentation would have a meaning in Python
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        yield message, context


def _flags(message: str | tuple[str, ...]) -> list[str]:
    texts = (message,) if isinstance(message, str) else message
    return ["python-format"] if any("%(" in text for text in texts) else []


def renew(application: Path, language: str) -> tuple[Path, int]:
    """Bring the catalogue of an application up to date, keeping what is translated; returns its path and how many texts lack one."""
    path = application / "locale" / language / "LC_MESSAGES" / "django.po"
    texts = gathered(application)
    catalogue = Catalog(locale=language, project="Groundfloor", charset="utf-8", fuzzy=False, header_comment="")
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    catalogue.update(texts, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    if not len(catalogue):
        return path, 0
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    write_po(text, catalogue, width=100, omit_header=False, include_lineno=False, ignore_obsolete=True)
    kept = [line for line in text.getvalue().decode().splitlines() if not line.startswith(CHANGING)]
    path.write_text("\n".join(kept).strip() + "\n", encoding="utf-8")
    return path, sum(1 for one in catalogue if one.id and not _said(one.string))


CHANGING = (
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Last-Translator',
    '"Language-Team',
    '"Generated-By',
    '"Report-Msgid',
)


def _said(text: str | tuple[str, ...] | None) -> bool:
    return bool(text) and all((text,) if isinstance(text, str) else text)
