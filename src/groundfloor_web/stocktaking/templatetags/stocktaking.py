"""Values as readers see them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.template.defaultfilters import floatformat, linebreaksbr
from django.utils.html import format_html, format_html_join

from groundfloor_web.core.languages import direction, language_name
from groundfloor_web.core.models import Stored

register = template.Library()
BIGGEST_YEAR = 2100


@register.filter
def told(value: Any) -> Any:
    """A value of any kind: texts in every language, numbers grouped, things by what they are called."""
    if isinstance(value, dict):
        parts = ((tag, direction(tag), language_name(tag), linebreaksbr(text)) for tag, text in value.items())
        return format_html_join("", '<span class="said" lang="{}" dir="{}"><small>{}</small> {}</span>', parts)
    if isinstance(value, Stored):
        page = getattr(value, "get_absolute_url", None)
        return format_html('<a href="{}">{}</a>', page(), value) if page else str(value)
    if isinstance(value, int) and not isinstance(value, bool) and value <= BIGGEST_YEAR:
        return str(value)
    return short(value) if isinstance(value, int | Decimal) else value


@register.filter
def short(value: Any) -> str:
    """A number with the decimals that it has, two at most."""
    number = Decimal(str(value))
    places = max(0, min(2, -int(number.normalize().as_tuple().exponent)))
    return str(floatformat(number, f"{places}g"))


@register.filter
def in_percent(share: float) -> str:
    """A share of one in percent, with one decimal in the reader's way of writing."""
    return str(floatformat(100 * share, "1"))
