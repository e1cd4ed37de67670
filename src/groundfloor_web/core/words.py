"""Texts in several languages: one value by language tag, a form with a box for each, a fallback that the reader can see."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.languages import language_name

Words = Mapping[str, str]
LONG, LONGEST = 1_000, 40_000
"""How many characters a line and a text may have."""
NOT_KEPT = re.compile("[\0\ud800-\udfff]")


def writable(value: Any) -> None:
    """Refuse characters that no text has and no database keeps, also within lists and mappings: NUL and halves of characters.

    >>> writable({"title": "Rente"})
    """
    if isinstance(value, Mapping):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple):
        for one in value:
            writable(one)
    elif isinstance(value, str) and NOT_KEPT.search(value):
        raise ValidationError(_("There is a character in it that cannot be kept."), code="character")


def said(words: Words, language: str | None = None) -> tuple[str, str]:
    """The text in `language` (the reader's when left out) and the language it is really in, English or any other in its stead.

    >>> said({"en": "Child grant", "fr": "Allocation pour enfant"}, "fr")
    ('Allocation pour enfant', 'fr')
    >>> said({"pt": "Subsídio"}, "fr")
    ('Subsídio', 'pt')
    """
    wanted = (language or get_language() or "en").partition("-")[0]
    for tag in (wanted, "en", *words):
        if words.get(tag):
            return words[tag], tag
    return "", wanted


class WordsField(models.JSONField):
    """A text by language tag (BCP 47): {"en": ..., "fr": ...}; languages without text are left out."""

    def __init__(self, *args: Any, long: bool = False, **options: Any) -> None:
        self.long = long
        super().__init__(*args, **({"default": dict} | options))

    def formfield(self, **options: Any) -> Any:
        """One box a language of the workspace."""
        return WordsFormField(
            long=self.long,
            label=options.get("label") or self.verbose_name,
            required=not self.blank,
            help_text=self.help_text,
        )


class WordsWidget(forms.MultiWidget):
    """A box a language, each under the name of its language and written in its direction."""

    template_name = "core/words_widget.html"

    def __init__(self, *, long: bool, languages: Sequence[str]) -> None:
        self.languages = languages
        kind = forms.Textarea if long else forms.TextInput
        boxes = {
            tag: kind(
                attrs={"lang": tag, "dir": "auto", "data-language": language_name(tag)} | ({"rows": 4} if long else {})
            )
            for tag in languages
        }
        super().__init__(boxes)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Texts from the boxes, or the mapping that a program sent."""
        whole = data.get(name)
        return whole if isinstance(whole, Mapping) else super().value_from_datadict(data, files, name)

    def decompress(self, value: Any) -> list[str]:
        """The texts in the order of the boxes."""
        return [(value or {}).get(tag, "") for tag in self.languages]


class WordsFormField(forms.MultiValueField):
    """Gives {language: text} without the empty ones; where a text is needed, one language is enough."""

    def __init__(self, *, long: bool = False, languages: Sequence[str] = ("en", "fr"), **options: Any) -> None:
        self.long = long
        options.setdefault("required", True)
        super().__init__(fields=[], require_all_fields=False, **options)
        self.speak(languages)

    def speak(self, languages: Sequence[str]) -> None:
        """Ask for the text in these languages."""
        self.languages = tuple(languages)
        most = LONGEST if self.long else LONG
        self.fields = [
            forms.CharField(required=False, strip=True, max_length=most, validators=[writable])
            for _tag in self.languages
        ]
        self.widget = WordsWidget(long=self.long, languages=self.languages)
        self.widget.is_required = False  # any one of the boxes will do

    def compress(self, values: list[str]) -> dict[str, str]:
        """The texts by language."""
        return {tag: text for tag, text in zip(self.languages, values or [], strict=False) if text}

    def clean(self, value: Any) -> dict[str, str]:
        """Texts from boxes, or a mapping as programs send it."""
        if isinstance(value, Mapping):
            unknown = sorted(set(value) - set(self.languages))
            if unknown:
                raise ValidationError(
                    _("“%(tag)s” is not a language of this workspace."), params={"tag": unknown[0]}, code="language"
                )
            value = [str(value.get(tag) or "") for tag in self.languages]
        words: dict[str, str] = super().clean(value or [""] * len(self.languages)) or {}
        if self.required and not words:
            raise ValidationError(self.error_messages["required"], code="required")
        return words

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether a text differs from what was there."""
        return dict(initial or {}) != (data if isinstance(data, Mapping) else self.compress(list(data or [])))
