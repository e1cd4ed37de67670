"""Languages by their tags: what they are called in themselves, and which way they run."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language_info

RIGHT_TO_LEFT = ("ar", "fa", "he", "ps", "ur")


@cache
def language_name(tag: str) -> str:
    """What a language calls itself; its tag where that is not known.

    >>> language_name("fr"), language_name("xx-unknown")
    ('français', 'xx-unknown')
    """
    try:
        return Locale.parse(tag, sep="-").get_display_name() or tag
    except (UnknownLocaleError, ValueError):
        return tag


def direction(tag: str) -> str:
    """The direction a language is written in, rtl or ltr.

    >>> direction("ar"), direction("fr")
    ('rtl', 'ltr')
    """
    try:
        return "rtl" if get_language_info(tag)["bidi"] else "ltr"
    except KeyError:
        return "rtl" if tag.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
