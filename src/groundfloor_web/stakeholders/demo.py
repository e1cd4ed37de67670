"""Organisations of Ghana, an invented task force, and its work plan."""

from __future__ import annotations

from groundfloor_web.demo.cast import Cast
from groundfloor_web.stakeholders import actions
from groundfloor_web.stakeholders.models import Constituency, Organisation

ORGANISATIONS = {
    "MoGCSP": (
        "Ministry of Gender, Children and Social Protection",
        "Ministère du Genre, de l’Enfance et de la Protection sociale",
        Constituency.GOVERNMENT,
    ),
    "MoF": ("Ministry of Finance", "Ministère des Finances", Constituency.GOVERNMENT),
    "MoH": ("Ministry of Health", "Ministère de la Santé", Constituency.GOVERNMENT),
    "NHIA": ("National Health Insurance Authority", "Autorité nationale d’assurance maladie", Constituency.GOVERNMENT),
    "SSNIT": (
        "Social Security and National Insurance Trust",
        "Caisse nationale de sécurité sociale",
        Constituency.GOVERNMENT,
    ),
    "NDPC": (
        "National Development Planning Commission",
        "Commission nationale de planification du développement",
        Constituency.GOVERNMENT,
    ),
    "GEA": ("Ghana Employers’ Association", "Association des employeurs du Ghana", Constituency.EMPLOYERS),
    "TUC": ("Trades Union Congress (Ghana)", "Congrès des syndicats du Ghana", Constituency.WORKERS),
    "Parliament": ("Parliament of Ghana", "Parlement du Ghana", Constituency.PARLIAMENT),
    "SEND": ("SEND Ghana", "SEND Ghana", Constituency.CIVIL_SOCIETY),
}
SEATS = (
    ("MoGCSP", "chair", "adjoa", "woman"),
    ("UNICEF", "co_chair", "lena", "woman"),
    ("MoF", "member", "yaw", "man"),
    ("GEA", "member", "kofi", "man"),
    ("TUC", "member", "efua", "woman"),
    ("Parliament", "member", "akosua", "woman"),
    ("SEND", "member", "ama", "woman"),
    ("World Bank", "observer", "marc", "man"),
)


def fill(cast: Cast) -> None:
    """Organisations, a task force with its seats, dates, the work plan and a request for support."""
    for acronym, (en, fr, constituency) in ORGANISATIONS.items():
        cast.do("kwame", actions.AddOrganisation, name={"en": en, "fr": fr}, acronym=acronym, constituency=constituency)
    known = {one.acronym: one for one in Organisation.objects.of(cast.workspace)}
    body = cast.do(
        "kwame",
        actions.SetUpBody,
        name={
            "en": "National task force on the social protection floor",
            "fr": "Groupe de travail national sur le socle de protection sociale",
        },
        kind="task_force",
        lead=known["ILO"],
        terms={
            "en": "Take stock of who is protected, propose a floor with its cost and financing, and bring it to the Cabinet. This is a demonstration.",
            "fr": "Dresser l’état des lieux, proposer un socle avec son coût et son financement, et le soumettre au Conseil des ministres. Ceci est une démonstration.",
        },
        begins=cast.on(-120),
        ends=cast.on(600),
        quorum=5,
    )
    seats = {
        acronym: cast.do(
            "kwame",
            actions.AddSeat,
            body=body,
            organisation=known[acronym],
            function=function,
            titular=cast.member(name),
            gender=gender,
        )
        for acronym, function, name, gender in SEATS
    }
    hearing = cast.do(
        "kwame", actions.AddMoment, title={"en": "Budget hearings", "fr": "Conférences budgétaires"}, on=cast.on(150)
    )
    for title, step, acronym, begins, ends, state in (
        ({"en": "Set up the task force", "fr": "Constituer le groupe de travail"}, 2, "MoGCSP", -120, -100, "done"),
        (
            {"en": "Take stock of schemes and gaps", "fr": "Dresser l’inventaire des régimes et des lacunes"},
            4,
            "UNICEF",
            -90,
            20,
            "under_way",
        ),
        ({"en": "Weigh options and their cost", "fr": "Peser les options et leur coût"}, 6, "MoF", 20, 140, "planned"),
    ):
        meets = {"meets": hearing} if step == 6 else {}
        cast.do(
            "kwame",
            actions.PlanActivity,
            title=title,
            step=step,
            responsible=seats[acronym],
            begins=cast.on(begins),
            ends=cast.on(ends),
            state=state,
            **meets,
        )
    cast.do(
        "adjoa",
        actions.RequestSupport,
        subject={"en": "Help with costing the options", "fr": "Appui au chiffrage des options"},
        asked_by=known["MoGCSP"],
        asked_of=known["ILO"],
        asked_on=cast.on(-60),
        state="accepted",
    )
