"""A round of dialogue in which seats have spoken, agreed and reserved."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from groundfloor_web.core.actions import perform
from groundfloor_web.demo.cast import Cast
from groundfloor_web.dialogue import actions
from groundfloor_web.dialogue.models import Input, Meeting, Round, SeatInvitation
from groundfloor_web.explorer.models import Exploration
from groundfloor_web.options.models import Option
from groundfloor_web.stakeholders.models import Body, Seat

TEXT = {
    "en": "Every child under five receives a monthly grant of half the poverty line, whatever the income of the household.\n\nThe grant grows to all children of this age by 2032.\n\nIt is paid by mobile money to the mother, or to who brings the child up.",
    "fr": "Chaque enfant de moins de cinq ans reçoit une allocation mensuelle égale à la moitié du seuil de pauvreté, quel que soit le revenu du ménage.\n\nL’allocation s’étend à tous les enfants de cet âge d’ici à 2032.\n\nElle est versée par téléphone mobile à la mère ou à la personne qui élève l’enfant.",
}


def fill(cast: Cast) -> None:
    """An open round with two items, what was said to the first, and the priorities."""
    body = Body.objects.of(cast.workspace).first()
    seats = {seat.organisation.acronym: seat for seat in Seat.objects.of(cast.workspace).select_related("organisation")}
    round_ = cast.do(
        "kwame",
        actions.PlanRound,
        body=body,
        title={"en": "First round: children and emergencies", "fr": "Premier tour : enfants et urgences"},
        purpose={
            "en": "Agree on what the floor does for children first.",
            "fr": "S’accorder sur ce que le socle fait d’abord pour les enfants.",
        },
        opens=cast.on(-20),
        closes=cast.on(25),
    )
    cast.do("kwame", actions.OpenRound, round_)
    grant = cast.do(
        "kwame",
        actions.PutItem,
        round=round_,
        order=1,
        title={"en": "A grant for every young child", "fr": "Une allocation pour chaque jeune enfant"},
        text=TEXT,
        exploration=Exploration.objects.of(cast.workspace).first(),
    )
    cash = cast.do(
        "kwame",
        actions.PutItem,
        round=round_,
        order=2,
        title={"en": "Cash in emergencies", "fr": "Aide monétaire d’urgence"},
        text={
            "en": "In a drought or flood, households below the poverty line receive four months of cash.",
            "fr": "En cas de sécheresse ou d’inondation, les ménages sous le seuil de pauvreté reçoivent quatre mois d’aide.",
        },
        option=Option.objects.of(cast.workspace).filter(name="emergency_cash").first(),
    )
    _spoken(cast, grant, seats)
    _said_alike(cast, cash, seats)
    _weighed(cast, round_, (grant, cash), seats)
    meeting = cast.do(
        "kwame",
        actions.CallMeeting,
        round=round_,
        title={"en": "First sitting", "fr": "Première séance"},
        on=f"{cast.on(-10)}T09:30",
        place="Accra",
    )
    there = [seats[name] for name in ("MoGCSP", "UNICEF", "MoF", "TUC", "SEND")]
    minutes = {
        "en": "The chair presented the proposal. Inputs are on record.",
        "fr": "La présidente a présenté la proposition. Les contributions sont consignées.",
    }
    cast.do("kwame", actions.WriteMinutes, meeting, present=there, minutes=minutes)
    cast.do("kwame", actions.CirculateMinutes, meeting)
    _documented(cast, round_, meeting)
    _invited(cast, round_)


NOTE = {
    "en": "Concept note. This is a demonstration.\n\nThe round asks what the floor does for children first.",
    "fr": "Note de cadrage. Ceci est une démonstration.\n\nLe tour demande ce que le socle fait d’abord pour les enfants.",
}


def _file(text: str) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("note.txt", text.encode())}


def _documented(cast: Cast, round_: Round, meeting: Meeting) -> None:
    """A note in each language, one in its second version; the Recommendation by its address; the agenda of the meeting."""
    kwame = cast["kwame"]
    title = {"en": "Concept note", "fr": "Note de cadrage"}
    for language, text in NOTE.items():
        given = {"round": round_.pk, "title": title, "language": language}
        note = perform(actions.AddDocument, kwame, given, files=_file(text))
        if language == "en":
            perform(actions.ReplaceDocument, kwame, {}, note, files=_file(f"{text}\n\nThe second version."))
    cast.do(
        "kwame",
        actions.AddDocument,
        round=round_,
        title={
            "en": "Social Protection Floors Recommendation, 2012 (No. 202)",
            "fr": "Recommandation (n° 202) sur les socles de protection sociale, 2012",
        },
        language="mul",
        address="https://normlex.ilo.org/dyn/nrmlx_en/f?p=NORMLEXPUB:12100:0::NO::P12100_INSTRUMENT_ID:3065524",
    )
    given = {"round": round_.pk, "meeting": meeting.pk, "title": {"en": "Agenda", "fr": "Ordre du jour"}}
    agenda = _file("1. Opening\n2. A grant for every young child\n3. Cash in emergencies\n")
    perform(actions.AddDocument, kwame, given | {"language": "en"}, files=agenda)


def _invited(cast: Cast, round_: Round) -> None:
    """A second sitting, to which every seat is invited: some have answered, some have not, one sends an alternate."""
    title = {"en": "Second sitting", "fr": "Deuxième séance"}
    when = f"{cast.on(12)}T09:30"
    sitting = cast.do("kwame", actions.CallMeeting, round=round_, title=title, on=when, place="Tamale")
    cast.do("kwame", actions.InviteSeats, round=round_, meeting=sitting, whom="all", deadline=cast.on(7))
    invited = {one.seat.organisation.acronym: one for one in SeatInvitation.objects.of(cast.workspace)}
    for who, acronym in (("lena", "UNICEF"), ("adjoa", "MoGCSP"), ("ama", "SEND"), ("akosua", "Parliament")):
        cast.do(who, actions.AcceptInvitation, invited[acronym])
    cast.do("yaw", actions.SendAlternate, invited["MoF"])
    cast.do(
        "marc", actions.DeclineInvitation, invited["World Bank"], note="On mission; comments will be sent in writing."
    )
    cast.do("efua", actions.SeeInvitation, invited["TUC"])


def _spoken(cast: Cast, item: object, seats: dict[str, Seat]) -> None:
    cast.do(
        "efua",
        actions.Say,
        item=item,
        seat=seats["TUC"],
        kind="statement",
        stance="supports",
        text={
            "en": "A universal grant reaches the children of informal workers.",
            "fr": "Une allocation universelle atteint les enfants des travailleurs informels.",
        },
    )
    cast.do(
        "ama",
        actions.Say,
        item=item,
        seat=seats["SEND"],
        kind="amendment",
        stance="supports",
        paragraph=2,
        text={"en": "Children in the north cannot wait.", "fr": "Les enfants du nord ne peuvent pas attendre."},
        proposed={
            "en": "The grant reaches all children of this age in the five northern regions by 2028 and everywhere by 2032.",
            "fr": "L’allocation atteint tous les enfants de cet âge dans les cinq régions du nord d’ici à 2028, et partout d’ici à 2032.",
        },
    )
    cast.do(
        "yaw",
        actions.Say,
        item=item,
        seat=seats["MoF"],
        kind="question",
        stance="reserves",
        text={
            "en": "From which revenue is the first year paid?",
            "fr": "Sur quelles recettes la première année est-elle payée ?",
        },
    )
    first, second, _third = Input.objects.of(cast.workspace).order_by("pk")
    cast.do("kwame", actions.AnswerInput, first, disposition="noted", reason={"en": "On record.", "fr": "Consigné."})
    cast.do(
        "kwame",
        actions.AnswerInput,
        second,
        disposition="in_part",
        reason={
            "en": "The north goes first; the year depends on the registry.",
            "fr": "Le nord passe en premier ; l’année dépend du registre.",
        },
    )
    for name, acronym, answer, reservation in (
        ("efua", "TUC", "agrees", {}),
        ("ama", "SEND", "agrees", {}),
        (
            "yaw",
            "MoF",
            "with_reservation",
            {"en": "Subject to the medium-term budget.", "fr": "Sous réserve du budget à moyen terme."},
        ),
    ):
        cast.do(name, actions.TakePosition, item=item, seat=seats[acronym], answer=answer, reservation=reservation)


def _said_alike(cast: Cast, item: object, seats: dict[str, Seat]) -> None:
    """Two seats say nearly the same, and wait for one answer."""
    for name, acronym, text in (
        (
            "efua",
            "TUC",
            {
                "en": "The money must come within two weeks of the alert.",
                "fr": "L’argent doit arriver dans les deux semaines qui suivent l’alerte.",
            },
        ),
        (
            "ama",
            "SEND",
            {
                "en": "The money must come within two weeks of an alert!",
                "fr": "L’argent doit arriver dans les deux semaines qui suivent une alerte !",
            },
        ),
    ):
        cast.do(name, actions.Say, item=item, seat=seats[acronym], kind="proposal", stance="supports", text=text)


def _weighed(cast: Cast, round_: object, items: tuple[object, object], seats: dict[str, Seat]) -> None:
    reach = cast.do(
        "kwame", actions.AddCriterion, round=round_, name={"en": "Reduces poverty", "fr": "Réduit la pauvreté"}
    )
    ready = cast.do(
        "kwame",
        actions.AddCriterion,
        round=round_,
        name={"en": "Can be delivered soon", "fr": "Peut être mis en œuvre vite"},
    )
    for item, scores in zip(items, ((85, 40), (55, 75)), strict=True):
        for criterion, score in zip((reach, ready), scores, strict=True):
            cast.do("esi", actions.GiveScore, item=item, criterion=criterion, value=score)
    for name, acronym, weights in (("efua", "TUC", (80, 20)), ("yaw", "MoF", (40, 60)), ("ama", "SEND", (70, 30))):
        for criterion, weight in zip((reach, ready), weights, strict=True):
            cast.do(name, actions.GiveWeight, criterion=criterion, seat=seats[acronym], value=weight)
