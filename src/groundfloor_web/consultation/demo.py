"""A consultation that is open, with comments."""

from __future__ import annotations

from groundfloor_web.consultation import actions
from groundfloor_web.core.actions import perform
from groundfloor_web.core.actors import Actor
from groundfloor_web.demo.cast import Cast
from groundfloor_web.dialogue.models import Item


def fill(cast: Cast) -> None:
    """A question to the public, a comment that is published and one that waits."""
    cast.workspace.is_open = True
    cast.workspace.save()
    one = cast.do(
        "kwame",
        actions.Consult,
        item=Item.objects.of(cast.workspace).first(),
        title={"en": "What should a child grant do?", "fr": "Que doit apporter une allocation pour enfant ?"},
        question={
            "en": "Tell the task force what matters to your family.",
            "fr": "Dites au groupe de travail ce qui compte pour votre famille.",
        },
        opens=cast.on(-5),
        closes=cast.on(20),
        rules={
            "en": "Not published: insults, threats, advertising, names or addresses of other people.",
            "fr": "Ne sont pas publiés : injures, menaces, publicité, noms ou adresses d’autres personnes.",
        },
    )
    public = Actor.of(None, cast.workspace)
    for name, text in (
        ("Akua", "It would pay for school meals and a uniform."),
        ("", "Please pay it on the same day each month."),
        ("", "Please pay it on the same day of each month!"),
    ):
        comment = perform(actions.Write, public, {"consultation": one.pk, "name": name, "stance": "for", "text": text})
        if name:
            cast.do("kwame", actions.Publish, comment)
