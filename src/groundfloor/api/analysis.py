"""Verbs that measure a survey: poverty, inequality and programmes, two distributions, taxes and benefits, proxy means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor import comparison, measures
from groundfloor.api.sources import _folder, _is_survey, read_survey
from groundfloor.api.writing import leave_analysis, ready
from groundfloor.comparing import compare_scenarios
from groundfloor.comparison import Comparison
from groundfloor.errors import GroundfloorError
from groundfloor.fiscal import FiscalIncidence, incidence, read_fiscal
from groundfloor.fiscal.description import Description, fiscal_file
from groundfloor.proxy import ProxyMeans
from groundfloor.report import compare as compare_sections
from groundfloor.report import comparison as in_words
from groundfloor.report import fiscal as fiscal_sections
from groundfloor.report import incidence as of_items
from groundfloor.survey.frame import Floats, Survey
from groundfloor.survey.weighting.replicates import replicate as replicate


def compare(
    before: Survey | str | Path,
    after: Survey | Floats | str | Path | None = None,
    *,
    deflator: float = 1.0,
    groups: Sequence[str] | None = None,
    sets: Sequence[str] = (measures.STANDARD,),
    by: Sequence[str] | None = None,
    lines: Mapping[str, float] | None = None,
    between: Sequence[float] | None = None,
    threshold: float = 0.05,
    panel: Sequence[str] = (),
    errors: str | None = None,
    reference: str = "today",
    year: int | None = None,
    floor: str | None = None,
    seed: int = 0,
    out: str | Path | None = None,
    languages: Sequence[str] = ("en",),
) -> Comparison:
    """Two distributions side by side: differences, decompositions of poverty, dominance, growth, winners and losers.

    `before` and `after` are two surveys (in memory, a survey.yaml, or a folder that holds one), amounts of the first multiplied by
    `deflator`; or one survey and welfare after, a value a person; or one survey and two of its `groups`, such as sex=female
    and sex=male; or a pack and one of its scenarios, compared with the scenario `reference` in `year` (the first in which
    both pay in full), with `floor` and `seed` as in `results_of`. `by` are grouping variables (those both have), `lines` LCU per
    person a year in prices of `after`, `between` the two lines between which dominance is tested, `threshold` the share
    of welfare before from which a change counts as a gain or loss, `panel` the columns by which
    persons or households of two surveys are found in both, `errors` linearised or replicates (the latter when left out
    where the surveys have replicate weights). With `out`, a report in each of `languages`, a workbook, the tables
    and the record are written to that folder, all of them or nothing. Tables, formulas and sources: docs/compare.md, docs/methods/comparison.md.

    >>> from groundfloor import new
    >>> found = compare(new("nowhere"))
    >>> sorted(found.tables)
    ['curves', 'decomposition', 'differences', 'dominance', 'growth', 'transitions', 'winners']
    """
    ready(out, before, after)
    asked: dict[str, Any] = {
        "sets": sets,
        "by": by,
        "lines": lines,
        "between": None if between is None else (between[0], between[1]),
        "threshold": threshold,
        "errors": errors,
    }
    options: dict[str, Any] = {"reference": reference, "year": year, "floor": floor, "seed": seed}
    found = _compared(before, after, deflator, panel, groups, options, asked)
    if out is not None and isinstance(before, str | Path):
        others = [after] if isinstance(after, str | Path) and _is_survey(Path(before)) else []
        given = {"deflator": deflator, "panel": panel, "groups": groups, **asked, **options}
        settings = {"after": None if others else after, **given}
        leave_analysis(in_words.results(found), out, [before, *others], settings, languages, compare_sections)
    return found


def _compared(
    before: Survey | str | Path,
    after: Survey | Floats | str | Path | None,
    deflator: float,
    panel: Sequence[str],
    groups: Sequence[str] | None,
    options: Mapping[str, Any],
    asked: Mapping[str, Any],
) -> Comparison:
    """The comparison of what is given; `options` are for scenarios of a pack, `asked` for all."""
    is_survey = isinstance(before, Survey) or _is_survey(Path(before))
    if deflator != 1 and not (is_survey and isinstance(after, (Survey, str, Path))):
        raise GroundfloorError(
            "A deflator is for two surveys", hint="Amounts of one survey or pack are in the same prices already."
        )
    if panel and not (is_survey and isinstance(after, (Survey, str, Path))):
        raise GroundfloorError(
            "A panel is of two surveys", expected="two surveys and the columns that tell who is in both"
        )
    if not is_survey:
        if groups is not None:
            raise GroundfloorError("Groups are compared within a survey", hint="Give its survey.yaml, and not a pack.")
        if after is not None and not isinstance(after, str):
            raise GroundfloorError("A pack is compared with one of its scenarios", expected="the name of a scenario")
        return compare_scenarios(str(before), after, **options, **asked)
    first = before if isinstance(before, Survey) else read_survey(before)
    if groups is not None:
        if after is not None or len(groups) != 2:
            raise GroundfloorError("Groups are two of one survey", expected="one survey and two groups")
        pair = (groups[0], groups[1])
        return comparison.compare_groups(first, pair, names=pair, **asked)
    if after is None:
        raise GroundfloorError(
            "There is nothing to compare the survey with",
            expected="a second survey, welfare after, or two groups",
            hint="For two groups of one survey: --groups sex=female sex=male.",
        )
    if isinstance(after, np.ndarray):
        if first.welfare is None:
            raise GroundfloorError(f"The survey {first.name!r} has no welfare before")
        return comparison.compare_persons(first, first.welfare, after, **asked)
    second = after if isinstance(after, Survey) else read_survey(after)
    names = _called(first, second)
    return comparison.compare_surveys(first, second, deflator=deflator, panel=panel, names=names, **asked)


def _called(first: Survey, second: Survey) -> tuple[str, str]:
    """The names of two surveys, with their years where one alone would not tell them apart."""
    if first.name != second.name:
        return first.name, second.name
    return f"{first.name} ({first.year})", f"{second.name} ({second.year})"


def fiscal_incidence(
    source: Survey | str | Path,
    fiscal: Description | str | Path | None = None,
    *,
    pensions: str | None = None,
    errors: str | None = None,
    out: str | Path | None = None,
    languages: Sequence[str] = ("en",),
) -> FiscalIncidence:
    """What taxes and benefits do to poverty and inequality, and who pays and receives, from market to final income.

    `source` is a survey, or where one is described as for `read_survey`; `fiscal` the file of its taxes and benefits, when left
    out the fiscal.yaml beside it. `pensions` is PDI (contributory pensions are deferred income) or PGT (they are transfers), the
    file's own when left out; `errors` is linearised or replicates, the latter when left out where the survey has replicate
    weights. With `out`, a report in each of `languages`, a workbook, the tables and the record are written to that
    folder, all of them or nothing. The result holds the concepts of income a person, and tables of rows with their standard errors.
    A mistake in the file raises GroundfloorError. How the file is written: docs/fiscal.md; definitions and sources:
    docs/methods/fiscal-incidence.md.

    >>> from groundfloor import new
    >>> pack = new("nowhere")
    >>> vat = "vat: {kind: indirect_tax, unit: household, spending: household_consumption, rate: 0.15, inclusive: true}"
    >>> _ = (pack / "fiscal.yaml").write_text(f"fiscal: VAT\\nwelfare_is: disposable\\npensions: PDI\\nitems:\\n  {vat}\\n")
    >>> found = fiscal_incidence(pack)
    >>> bool(abs(found.concepts["consumable"] / found.concepts["disposable"] - 1 / 1.15).max() < 1e-12)
    True
    """
    ready(out, source)
    found = source if isinstance(source, Survey) else read_survey(source)
    if not isinstance(fiscal, Description):
        if fiscal is None and isinstance(source, Survey):
            raise GroundfloorError(
                "A survey in memory does not say where its taxes and benefits are", hint="Give `fiscal`."
            )
        fiscal = read_fiscal(fiscal_file(_folder(str(source))) if fiscal is None else fiscal, found)
    incident = incidence(found, fiscal, pensions=pensions, errors=errors)
    if out is not None and not isinstance(source, Survey):
        settings = {"pensions": incident.pensions} | ({} if errors is None else {"errors": errors})
        leave_analysis(of_items.results(incident), out, [source], settings, languages, fiscal_sections, fiscal.files)
    return incident


def proxy_means(
    source: Survey | str | Path,
    *,
    predict: Sequence[str] | None = None,
    target: str = "poorest=0.2",
    method: str = "ols",
    quantile: float | None = None,
    mix: float = 0.5,
    penalty: str = "min",
    weights: str = "persons",
    area: str | None = None,
    missing: str = "indicator",
    lowest: float | None = None,
    points: float | None = None,
    quota: float | None = None,
    select: str = "quota",
    folds: int = 10,
    budget: float | None = None,
    benefit: float | None = None,
    administration: float = 0.0,
    screening: float = 0.0,
    private: float = 0.0,
    categories: Sequence[str] | Mapping[str, str] | None = None,
    name: str = "pmt_grant",
    seed: int = 0,
    out: str | Path | None = None,
    languages: Sequence[str] = ("en",),
) -> ProxyMeans:
    """Fit a proxy means test to a survey, write it as a rule, and say whom it leaves out and what else the money could do.

    `source` is a survey in memory, a survey.yaml, a folder that holds one, or a pack. `predict` are expressions of the rule language
    (the usual ones that the survey can answer when left out), `target` is poorest=SHARE or the name of a line. `method` is one of
    `groundfloor.proxy.METHODS`; `points` makes whole numbers of the weights, so many to one of log welfare. `quota` is the share of
    persons selected (that of the target when left out); with `select` line it is who is predicted below the target instead. `budget`,
    `benefit`, `screening` and `private` are LCU a year, `administration` a share of benefits; the budget is the poverty gap of the target
    when left out. `categories` are conditions by name, or as NAME=CONDITION, to compare with. With `out` the tables, the rule and a page
    in each of `languages` are written there. The other settings are those of `groundfloor.proxy.Settings`. A mistake in any of them,
    a survey without welfare and too few households raise GroundfloorError. Method and sources: docs/methods/proxy-means.md.

    >>> from groundfloor import new
    >>> test = proxy_means(new("nowhere"), points=100)
    >>> 0 < test.value("errors", sample="cross_validated", measure="exclusion_error") < 1
    True
    >>> sorted(test.rule.files)
    ['floors/pmt_grant.yaml', 'programmes/cases/pmt_grant.yaml', 'programmes/pmt_grant.yaml']
    """
    from groundfloor import proxy

    people = source if isinstance(source, Survey) else read_survey(source, seed=seed)
    settings = proxy.Settings(
        method=method, quantile=quantile, mix=mix, penalty=penalty, weights=weights, area=area, missing=missing,
        lowest=lowest, points=points, quota=quota, select=select, folds=folds, seed=seed,
    )  # fmt: skip
    found = proxy.assess(
        people,
        predictors=predict,
        target=proxy.target_of(target, people),
        settings=settings,
        budget=budget,
        benefit=benefit,
        administration=administration,
        screening=screening,
        private=private,
        categories=proxy.categories_of(categories),
        name=name,
    )
    if out is not None:
        proxy.write(found, out, languages)
    return found
