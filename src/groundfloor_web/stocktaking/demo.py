"""Ghana as the country pack knows it, and a matrix that invented people have written from it."""

from __future__ import annotations

from typing import Any

from groundfloor_web.demo.cast import Cast
from groundfloor_web.stakeholders.models import Organisation
from groundfloor_web.stocktaking import actions, pack
from groundfloor_web.stocktaking.models import Area, Gap, MatrixRow, Scheme

MARK = "Demonstration (gha)"
ILO = "ILO, SDG indicator 1.3.1 (UN Global SDG Indicators Database); demonstration"
FURTHER = {
    "nhis": {
        "means": "contributory",
        "responsible": "NHIA",
        "eligibility": {
            "en": "All residents; children, persons of 70 and over, pregnant women, the indigent and contributors to SSNIT without premium.",
            "fr": "Tous les résidents ; sans prime pour les enfants, les personnes de 70 ans et plus, les femmes enceintes, les indigents et les cotisants à la SSNIT.",
        },
        "financing": {
            "en": "Earmarked levy, part of the contributions to SSNIT, premiums (demonstration)",
            "fr": "Taxe affectée, part des cotisations à la SSNIT, primes (démonstration)",
        },
    },
    "leap": {
        "means": "means_tested",
        "responsible": "MoGCSP",
        "eligibility": {
            "en": "Extremely poor by a proxy means test, with a member in a vulnerable category.",
            "fr": "Extrême pauvreté selon un test approximatif de ressources, avec un membre d’une catégorie vulnérable.",
        },
        "financing": {
            "en": "State budget and development partners (demonstration)",
            "fr": "Budget de l’État et partenaires de développement (démonstration)",
        },
    },
    "ssnit_pension": {
        "means": "contributory",
        "responsible": "SSNIT",
        "eligibility": {
            "en": "From age 60 after 15 years of contributions.",
            "fr": "À partir de 60 ans, après 15 ans de cotisations.",
        },
        "financing": {
            "en": "Contributions of employers and workers",
            "fr": "Cotisations des employeurs et des travailleurs",
        },
    },
}
GAPS: dict[str, dict[str, Any]] = {
    "insured": {
        "guarantee": "health",
        "kind": "implementation",
        "group": {"en": "All residents", "fr": "Tous les résidents"},
        "text": {
            "en": "The law makes insurance compulsory for all, yet about a third of the people are not insured.",
            "fr": "La loi rend l’assurance obligatoire pour tous, mais environ un tiers de la population n’est pas assuré.",
        },
        "legal": "100",
        "effective": "68.6",
        "source": "2021 census, as the country pack has it; demonstration",
    },
    "facilities": {
        "guarantee": "health",
        "kind": "access",
        "group": {"en": "Rural communities", "fr": "Communautés rurales"},
        "text": {
            "en": "Those who are insured still travel far to a facility that has what they need.",
            "fr": "Même assurés, beaucoup parcourent une longue distance jusqu’à un établissement correctement équipé.",
        },
        "source": MARK,
    },
    "children": {
        "guarantee": "children",
        "kind": "policy",
        "group": {"en": "Children", "fr": "Enfants"},
        "text": {
            "en": "No law gives young children a benefit of their own: only children of extremely poor households are reached.",
            "fr": "Aucune loi n’accorde de prestation propre aux jeunes enfants : seuls ceux de ménages extrêmement pauvres sont touchés.",
        },
        "effective": "25.9",
        "source": ILO,
    },
    "disability": {
        "guarantee": "working_age",
        "kind": "policy",
        "group": {"en": "Persons with severe disabilities", "fr": "Personnes gravement handicapées"},
        "text": {
            "en": "There is no disability benefit outside social insurance.",
            "fr": "Il n’existe pas de prestation d’invalidité hors de l’assurance sociale.",
        },
        "effective": "0.2",
        "source": ILO,
    },
    "maternity": {
        "guarantee": "working_age",
        "kind": "policy",
        "group": {"en": "Women giving birth", "fr": "Femmes qui accouchent"},
        "text": {
            "en": "Maternity leave with pay reaches women in formal work alone.",
            "fr": "Le congé de maternité rémunéré ne bénéficie qu’aux femmes de l’économie formelle.",
        },
        "effective": "41.7",
        "source": ILO,
    },
    "pension": {
        "guarantee": "old_age",
        "kind": "policy",
        "group": {"en": "Persons above the statutory age", "fr": "Personnes ayant atteint l’âge légal"},
        "text": {
            "en": "Who worked in the informal economy has no pension.",
            "fr": "Celles et ceux qui ont travaillé dans l’économie informelle n’ont pas de pension.",
        },
        "effective": "19",
        "source": ILO,
    },
}
# who, guarantee, column, text, and what it links to
ENTRIES: tuple[tuple[str, str, str, dict[str, str], dict[str, str]], ...] = (
    (
        "adjoa",
        "health",
        "existing",
        {
            "en": "National Health Insurance Scheme, 16 million active members",
            "fr": "Régime national d’assurance maladie, 16 millions de membres actifs",
        },
        {"scheme": "nhis"},
    ),
    (
        "lena",
        "health",
        "planned",
        {
            "en": "Premium-free enrolment of all LEAP households",
            "fr": "Affiliation sans prime de tous les ménages du LEAP",
        },
        {"scheme": "nhis"},
    ),
    (
        "efua",
        "health",
        "implementation",
        {"en": "A third of the people are not insured", "fr": "Un tiers de la population n’est pas assuré"},
        {"gap": "insured"},
    ),
    (
        "ama",
        "health",
        "implementation",
        {
            "en": "Facilities are far away in the northern regions",
            "fr": "Les établissements sont éloignés dans les régions du Nord",
        },
        {"gap": "facilities"},
    ),
    (
        "adjoa",
        "children",
        "existing",
        {"en": "School meals in chosen public schools", "fr": "Repas scolaires dans certaines écoles publiques"},
        {"scheme": "school_feeding"},
    ),
    (
        "adjoa",
        "children",
        "existing",
        {
            "en": "Capitation grant for pupils of public basic schools",
            "fr": "Subvention par élève aux écoles publiques de base",
        },
        {"scheme": "capitation_grant"},
    ),
    (
        "lena",
        "children",
        "policy_gaps",
        {
            "en": "No benefit for children before school age",
            "fr": "Aucune prestation pour les enfants d’âge préscolaire",
        },
        {"gap": "children"},
    ),
    (
        "ama",
        "children",
        "implementation",
        {
            "en": "Caterers are paid late and meals stop during the year",
            "fr": "Les traiteurs sont payés en retard et les repas s’interrompent en cours d’année",
        },
        {},
    ),
    (
        "adjoa",
        "working_age",
        "existing",
        {"en": "LEAP, cash for extremely poor households", "fr": "LEAP, transferts aux ménages extrêmement pauvres"},
        {"scheme": "leap"},
    ),
    (
        "yaw",
        "working_age",
        "existing",
        {
            "en": "Labour-intensive public works in chosen districts",
            "fr": "Travaux publics à haute intensité de main-d’œuvre dans certains districts",
        },
        {"scheme": "public_works_lipw"},
    ),
    (
        "adjoa",
        "working_age",
        "planned",
        {"en": "LEAP to reach 400,000 households", "fr": "Extension du LEAP à 400 000 ménages"},
        {"scheme": "leap"},
    ),
    (
        "efua",
        "working_age",
        "policy_gaps",
        {
            "en": "No maternity benefit in the informal economy",
            "fr": "Pas de prestation de maternité dans l’économie informelle",
        },
        {"gap": "maternity"},
    ),
    (
        "ama",
        "working_age",
        "policy_gaps",
        {"en": "No benefit for persons with disabilities", "fr": "Pas de prestation pour les personnes handicapées"},
        {"gap": "disability"},
    ),
    (
        "kofi",
        "working_age",
        "implementation",
        {
            "en": "Registers of LEAP and of public works are not joined",
            "fr": "Les registres du LEAP et des travaux publics ne sont pas reliés",
        },
        {},
    ),
    (
        "efua",
        "old_age",
        "existing",
        {"en": "SSNIT pension for contributors", "fr": "Pension de la SSNIT pour les cotisants"},
        {"scheme": "ssnit_pension"},
    ),
    (
        "efua",
        "old_age",
        "policy_gaps",
        {"en": "No pension for who never contributed", "fr": "Pas de pension pour qui n’a jamais cotisé"},
        {"gap": "pension"},
    ),
)
RECOMMENDATIONS: tuple[tuple[str, str, dict[str, str], str, int, tuple[str, ...]], ...] = (
    (
        "adjoa",
        "health",
        {
            "en": "Enrol everybody who is not insured without premium, beginning with the poorest.",
            "fr": "Affilier sans prime toutes les personnes non assurées, en commençant par les plus pauvres.",
        },
        "expansion",
        1,
        ("insured",),
    ),
    (
        "lena",
        "children",
        {
            "en": "Introduce a child grant for every child under five.",
            "fr": "Instaurer une allocation pour chaque enfant de moins de cinq ans.",
        },
        "new_scheme",
        1,
        ("children",),
    ),
    (
        "efua",
        "working_age",
        {
            "en": "Introduce a maternity grant outside social insurance.",
            "fr": "Instaurer une allocation de maternité hors de l’assurance sociale.",
        },
        "new_scheme",
        2,
        ("maternity",),
    ),
    (
        "ama",
        "working_age",
        {"en": "Introduce a disability grant.", "fr": "Instaurer une allocation pour handicap."},
        "new_scheme",
        2,
        ("disability",),
    ),
    (
        "efua",
        "old_age",
        {
            "en": "Introduce a social pension from 65 for who has no other pension.",
            "fr": "Instaurer une pension sociale dès 65 ans pour qui n’a pas d’autre pension.",
        },
        "new_scheme",
        1,
        ("pension",),
    ),
)
JUDGEMENTS: tuple[tuple[str, str, int, dict[str, str], int], ...] = (
    (
        "adjoa",
        "legal_framework",
        3,
        {
            "en": "A bill on social protection was passed in July 2025.",
            "fr": "Un projet de loi sur la protection sociale a été adopté en juillet 2025.",
        },
        -40,
    ),
    (
        "efua",
        "legal_framework",
        2,
        {
            "en": "The informal economy is outside every law on benefits.",
            "fr": "L’économie informelle échappe à toutes les lois sur les prestations.",
        },
        -38,
    ),
    (
        "lena",
        "inclusiveness",
        2,
        {
            "en": "A quarter of children and a fifth of older persons are reached.",
            "fr": "Un quart des enfants et un cinquième des personnes âgées sont touchés.",
        },
        -38,
    ),
    (
        "yaw",
        "sustainability",
        2,
        {"en": "Allocations are made from year to year.", "fr": "Les crédits sont alloués d’année en année."},
        -30,
    ),
    (
        "ama",
        "complaints",
        1,
        {
            "en": "Complaints are taken by telephone; no answers are published.",
            "fr": "Les réclamations se font par téléphone ; aucune réponse n’est publiée.",
        },
        -30,
    ),
)


def fill(cast: Cast) -> None:
    """Schemes and coverage from the pack, gaps, the matrix, recommendations, judgements, a measure in a crisis, and the gaps to compute."""
    names = [one.name for one in pack.new_schemes(cast.workspace)[0]]
    cast.do("esi", actions.TakeOverSchemes, chosen=names)
    series = dict.fromkeys(one["series"] for one in pack.new_indicators(cast.workspace)[0])
    cast.do("esi", actions.TakeOverIndicators, chosen=list(series))
    schemes = {one.pack_scheme: one for one in Scheme.objects.of(cast.workspace)}
    _complete(cast, schemes)
    rows = {one.guarantee: one for one in MatrixRow.objects.of(cast.workspace)}
    gaps: dict[str, Gap] = {name: cast.do("lena", actions.AddGap, **values) for name, values in GAPS.items()}
    links = {"scheme": schemes, "gap": gaps}
    for who, guarantee, column, text, about in ENTRIES:
        linked = {name: links[name][key] for name, key in about.items()}
        cast.do(who, actions.AddEntry, row=rows[guarantee], column=column, text=text, source=MARK, **linked)
    for who, guarantee, text, kind, priority, answered in RECOMMENDATIONS:
        answers = [gaps[name] for name in answered]
        given = {"text": text, "kind": kind, "priority": priority, "answers": answers, "source": MARK}
        cast.do(who, actions.AddRecommendation, row=rows[guarantee], **given)
    _judge(cast)
    cast.do(
        "adjoa",
        actions.AddCrisisMeasure,
        crisis={"en": "COVID-19", "fr": "COVID-19"},
        measure={
            "en": "Additional payment to LEAP households (demonstration: figures are invented)",
            "fr": "Versement supplémentaire aux ménages du LEAP (démonstration : chiffres inventés)",
        },
        status="existing",
        begins="2020-05-01",
        ends="2020-12-31",
        reached=1500000,
        cost=100000000,
        cost_year=2020,
        source="Demonstration",
    )
    cast.do("esi", actions.ComputeGaps)


def _complete(cast: Cast, schemes: dict[str, Scheme]) -> None:
    """What the pack does not say of some schemes."""
    bodies = {one.acronym: one for one in Organisation.objects.of(cast.workspace)}
    for name, values in FURTHER.items():
        scheme = schemes[name]
        standing = {key: value for key, value in scheme.snapshot().items() if value is not None}
        given = standing | values | {"responsible": bodies[str(values["responsible"])].pk}
        cast.do("esi", actions.ChangeScheme, scheme, **given)


def _judge(cast: Cast) -> None:
    areas = {one.key: one for one in Area.objects.of(cast.workspace)}
    for who, key, level, evidence, days in JUDGEMENTS:
        given = {"level": level, "evidence": evidence, "on": cast.on(days), "assessor": cast.member(who)}
        cast.do(who, actions.Judge, area=areas[key], **given)
