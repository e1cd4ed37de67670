"""What templates say: texts by language with a visible fallback, and the actions that the reader may do."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from babel.numbers import format_decimal, format_percent
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.actions import ACTIONS
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.languages import direction, language_name
from groundfloor_web.core.models import Stored
from groundfloor_web.core.words import said

register = template.Library()
OTHERWISE = {
    "core.open_workspace": _("Open a workspace"),
    "core.change_workspace": _("Settings of the workspace"),
    "accounts.join": _("Join"),
    "stocktaking.gaps_computed": _("Gaps were computed"),
}
"""What is on the trail beside actions: what was done before there was a workspace or a member, and by a worker."""


@register.filter
def words(value: Any, most: int | None = None) -> SafeString | str:
    """A text in the reader's language; in another one, marked so, where there is none in it. Cut where it is longer than `most`."""
    text, tag = said(value or {})
    if most is not None and len(text) > most:
        text = text[:most].rpartition(" ")[0].rstrip() + "…"
    if not text or tag == (get_language() or "en").partition("-")[0]:
        return text
    return format_html(
        '<span lang="{}" dir="{}">{}</span> <small class="fallback" lang="{}">{}</small>',
        tag,
        direction(tag),
        text,
        tag,
        language_name(tag),
    )


@register.filter
def plain(value: Any) -> str:
    """A text in the reader's language, without a mark: for titles and attributes."""
    return said(value or {})[0]


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], name: str, target: Stored | None = None) -> bool:
    """Whether the reader may do an action."""
    actor: Actor | None = context.get("actor")
    return actor is not None and ACTIONS[name].allowed(actor, target)


@register.simple_tag(takes_context=True)
def do(
    context: dict[str, Any], name: str, target: Stored | None = None, *, style: str = "", label: str = "", **given: Any
) -> SafeString | str:
    """A link to an action, where the reader may do it; nothing where not. `given` fills the form."""
    # written here and not in a template, of which a page would need hundreds
    action, actor = ACTIONS[name], context.get("actor")
    if actor is None or not action.allowed(actor, target):
        return ""
    url = action.url(actor, target)
    about = "" if target is None else format_html('<span class="unseen">: {}</span>', target)
    return format_html(
        '<a class="do {}" href="{}">{}{}</a>\n',
        style,
        f"{url}?{urlencode(given)}" if given else url,
        label or action.label,
        about,
    )


@register.filter
def action_label(name: str) -> str:
    """What an action on the trail is called; its name where it is none of a workspace."""
    return str(ACTIONS[name].label if name in ACTIONS else OTHERWISE.get(name, name))


@register.filter
def language_of(attributes: dict[str, Any]) -> str:
    """What the language of a box calls itself."""
    return language_name(attributes["lang"])


@register.filter
def shown(field: Any) -> str:
    """The value of a form's field as a reader sees it: texts in every language, choices by their names."""
    value = field.value()
    if isinstance(value, dict):
        return "; ".join(f"{language_name(tag)}: {text}" for tag, text in value.items())
    choices = dict(getattr(field.field, "choices", ()) or ())
    return str(choices.get(value, "" if value is None else value))


@register.filter
def percent(share: float) -> str:
    """A share of one in per cent, as the reader's language writes it."""
    return format_percent(share, "#,##0.##%", locale=to_locale(get_language() or "en"))


@register.filter
def following(items: Any, place: int) -> Any:
    """The thing after the one at `place` (counted from 1)."""
    return items[place]


@register.filter
def number(value: float) -> str:
    """A number as the reader's language writes it, without digits that say nothing."""
    return format_decimal(value, "#,##0.######", locale=to_locale(get_language() or "en"))


@register.filter
def unlocalised(value: float) -> str:
    """A number as drawings need it, with a decimal point in every language."""
    return f"{value:g}"
