"""A decision taken before the first round, with its steps."""

from __future__ import annotations

from groundfloor_web.decisions import actions
from groundfloor_web.demo.cast import Cast
from groundfloor_web.stakeholders.models import Body, Organisation, Seat


def fill(cast: Cast) -> None:
    """A measure that was adopted, and its road map."""
    seats = {seat.organisation.acronym: seat for seat in Seat.objects.of(cast.workspace).select_related("organisation")}
    measure = cast.do(
        "kwame",
        actions.AdoptMeasure,
        title={"en": "One registry for all programmes", "fr": "Un registre unique pour tous les programmes"},
        text={
            "en": "The household registry serves all programmes of the floor. This is a demonstration.",
            "fr": "Le registre des ménages sert tous les programmes du socle. Ceci est une démonstration.",
        },
        decided_by=Body.objects.of(cast.workspace).first(),
        decided_on=cast.on(-15),
        institution=Organisation.objects.of(cast.workspace).get(acronym="MoGCSP"),
        begins=cast.on(200),
        state="adopted",
    )
    first = cast.do(
        "kwame",
        actions.AddStep,
        measure=measure,
        title={"en": "Draft the regulation", "fr": "Rédiger le règlement"},
        responsible=seats["MoGCSP"],
        begins=cast.on(0),
        ends=cast.on(60),
        state="under_way",
    )
    cast.do(
        "kwame",
        actions.AddStep,
        measure=measure,
        title={"en": "Enter it into the medium-term budget", "fr": "L’inscrire au budget à moyen terme"},
        responsible=seats["MoF"],
        begins=cast.on(61),
        ends=cast.on(150),
        after=[first],
        state="planned",
    )
