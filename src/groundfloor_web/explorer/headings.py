"""What the few figures at the top of an answer are called."""

from __future__ import annotations

from django.utils.translation import gettext as _


def headings(year: int) -> dict[str, str]:
    """The names of the headlines of a year, in the reader's language."""
    return {
        "cost": _("Cost in %(year)s") % {"year": year},
        "poverty": _("People in poverty in %(year)s") % {"year": year},
        "gap": _("Left to be financed in %(year)s") % {"year": year},
        "debt": _("Public debt in %(year)s") % {"year": year},
    }
