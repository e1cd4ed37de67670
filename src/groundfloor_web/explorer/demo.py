"""An exploration for the demonstration."""

from __future__ import annotations

from groundfloor_web.demo.cast import Cast
from groundfloor_web.explorer import actions


def fill(cast: Cast) -> None:
    """A higher child grant, reached later."""
    cast.do(
        "esi",
        actions.Keep,
        title={
            "en": "A higher child grant, reached by 2032",
            "fr": "Une allocation pour enfant plus élevée, atteinte en 2032",
        },
        note={"en": "What UNICEF asked about.", "fr": "Ce que l’UNICEF a demandé."},
        controls={"child_grant.grant": 224, "child_grant:full": 2032},
    )
