"""The findings of a survey as rows of the results, told in every language of the report."""

from __future__ import annotations

from collections.abc import Iterable

from groundfloor.report.language import Language, languages
from groundfloor.report.results import Row, Words
from groundfloor.survey.frame import Finding


def finding_rows(findings: Iterable[Finding]) -> list[Row]:
    """One row a finding; its message is words by language.

    >>> row = finding_rows([Finding("note", "weights", "weight", 1200, "weights.zero", {"count": 1200})])[0]
    >>> row["message"]["en"], row["message"]["fr"].replace("\\u202f", " ")
    ('1,200 persons have the weight 0. They are in no figure.', '1 200 personnes ont un poids nul. Elles n’entrent dans aucun chiffre.')
    """
    return [
        {
            "severity": found.severity,
            "check": found.check,
            "variable": found.variable,
            "rows": found.rows,
            "message": _told(found),
        }
        for found in findings
    ]


def _told(found: Finding) -> Words:
    return {code: Language(code).told(f"finding.{found.says}", found.values) for code in languages()}
