"""The codes of ASPIRE's series, on the rows of the table `measures` that are those series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from groundfloor.measures.aggregates import ALL, AREAS
from groundfloor.measures.context import FIFTH
from groundfloor.survey.transfers import KINDS

PROGRAMMES = (
    {ALL: "allsp"}
    | {label: f"{code}_all{code}" for code, label in AREAS.items()}
    | {f"kind_{kind}": f"{area}_{code}" for kind, (area, code) in KINDS.items()}
)
CLASSES = {
    "overlap_none": "nprog",
    "overlap_assistance_only": "saonl",
    "overlap_insurance_only": "sionl",
    "overlap_labour_only": "lmonl",
    "overlap_assistance_and_other": "saoth",
    "overlap_insurance_and_labour": "silm",
}
# measure: indicator of ASPIRE, whether a sex is that of the recipient, and whether it parts the recipients of a quintile
BY_GROUP = {
    "coverage": "cov",
    "adequacy": "adq",
    "average_transfer_ppp": "avt",
    "benefit_incidence": "ben",
    "beneficiary_incidence": "bry",
}
OF_RECIPIENTS = {"recipient_incidence": "bry", "average_transfer_recipients_ppp": "avt"}
BY_LINE = {"fgt0_reduction": "p0", "fgt1_reduction": "p1"}
PLACES = {"all": "tot", "urban=1": "urb", "urban=0": "rur"}
SEXES = {"sex=female": "totf", "sex=male": "totm"}
QUINTILES = {f"quintile={k}": f"q{k}" for k in range(1, 6)}
EARLIER = {f"quintile_before={k}": f"q{k}_preT" for k in range(1, 6)}


def series(row: Mapping[str, Any], extreme: str | None) -> str | None:
    """The code of the series that a row is, None where it is none; `extreme` names the line of extreme poverty in dollars.

    >>> row = {"measure": "coverage", "line": None, "programme": "kind_social_pension", "group": "quintile=1,urban=0"}
    >>> series(row, None)
    'per_sa_sp.cov_q1_rur'
    """
    measure, line, group = row["measure"], row["line"], row["group"]
    if measure in CLASSES:
        place = _group(group, line, extreme, recipients=False)
        # only the poorest fifth is given of the overlaps, and no sex
        return f"per_{CLASSES[measure]}.overlap_{place}" if place in OVERLAPS else None
    programme = PROGRAMMES.get(row["programme"])
    if programme is None:
        return None
    if measure in BY_LINE or measure == "benefit_cost_ratio":
        return _by_line(programme, measure, line, group, extreme)
    if measure == "gini_reduction":
        return f"per_{programme}_gini_{PLACES[group]}" if group in PLACES else None
    recipients = measure in OF_RECIPIENTS
    indicator = OF_RECIPIENTS.get(measure) or BY_GROUP.get(measure)
    if indicator is None:
        return None
    found = _group(group, line, extreme, recipients=recipients)
    return f"per_{programme}.{indicator}_{found}" if found in known_groups(indicator) else None


def _by_line(programme: str, measure: str, line: str | None, group: str, extreme: str | None) -> str | None:
    place = PLACES.get(group)
    if place is None or line not in (FIFTH, extreme) or (line == extreme and place != "tot"):
        return None
    if measure in BY_LINE:
        return f"per_{programme}_{BY_LINE[measure]}_" + ("ep_tot" if line == extreme else place)
    return f"per_{programme}.cba_" + ("ep_tot" if line == extreme else f"q1_{place}")


def _group(group: str, line: str | None, extreme: str | None, *, recipients: bool) -> str | None:
    """The end of a code: who is counted, ranked how, and where or of which sex."""
    first, _, second = group.partition(",")
    if line is not None:
        ends = {"poor=1": "ep_tot", "poor_before=1": "ep_preT_tot"} if line == extreme and not recipients else {}
        return ends.get(group)
    fifth = QUINTILES.get(first) or EARLIER.get(first)
    where = second or ("all" if fifth else first)
    end = SEXES.get(where) if where in SEXES else PLACES.get(where)
    if end is None or (recipients and where not in SEXES) or (second and not fifth):
        return None
    return f"{fifth or 'pop'}_{end}{'r' if recipients else ''}"


@cache
def known_groups(indicator: str) -> frozenset[str]:
    """The ends of the codes that an indicator has in the catalogue: not every one is given by every group."""
    fifths = [f"q{k}" for k in range(1, 6)]
    ends = [f"{q}_{place}" for q in fifths for place in ("tot", "urb", "rur", "preT_tot")] + ["ep_tot", "ep_preT_tot"]
    if indicator in ("cov", "adq", "avt"):
        ends += [f"pop_{place}" for place in PLACES.values()]
    if indicator in ("cov", "avt", "ben", "bry"):
        ends += [f"pop_{sex}" for sex in SEXES.values()]
    if indicator in ("avt", "bry"):
        sexes = [f"{sex}r" for sex in SEXES.values()]
        ends += [f"{who}_{sex}" for who in ("pop", *fifths, *(f"{q}_preT" for q in fifths)) for sex in sexes]
    return frozenset(ends)


OVERLAPS = frozenset(
    ("ep_tot", "ep_preT_tot", "pop_tot", "pop_urb", "pop_rur", "q1_tot", "q1_urb", "q1_rur", "q1_preT_tot")
)


def named(rows: Iterable[dict[str, Any]], extreme: str | None) -> list[dict[str, Any]]:
    """The rows with the code of their series."""
    return [row | {"series": series(row, extreme)} for row in rows]
