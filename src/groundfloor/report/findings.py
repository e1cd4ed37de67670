"""The findings of a survey as rows of the results, told in every language of the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from groundfloor.report.language import Language, languages
from groundfloor.report.results import Row, Words
from groundfloor.survey.frame import Finding


def finding_rows(findings: Iterable[Finding], labels: Mapping[str, Words] = MappingProxyType({})) -> list[Row]:
    """One row a finding; its message is words by language. `labels` are what programmes are called.

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
            "message": {code: told(found, Language(code), labels) for code in languages()},
        }
        for found in findings
    ]


def told(found: Finding, say: Language, labels: Mapping[str, Words] = MappingProxyType({})) -> str:
    """What a finding says in a language; a programme or group it names is called by its label."""
    values = dict(found.values)
    for kind in ("programme", "group"):
        if name := values.get(kind):
            values[kind] = say.words(labels.get(str(name)), str(name))
    return say.told(f"finding.{found.says}", values)
