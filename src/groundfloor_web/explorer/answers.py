"""What the explorer shows of an answer: a few figures at once, and sections of the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from groundfloor.report.language import Language
from groundfloor.report.page import Page
from groundfloor.report.render import Section, fragments
from groundfloor.report.results import Results
from groundfloor.report.view import present
from groundfloor.session import EXPLORED

QUICK = ("summary", "cost")
DETAILED = ("gains", "paid")


@dataclass(frozen=True)
class Headline:
    """A figure as explored beside the floor as it stands, both as the reader writes numbers."""

    label: str
    explored: str
    standing: str


def language_for(tag: str) -> str:
    """The language of reports that serves readers of `tag`: English where there is none of theirs."""
    from groundfloor.report.language import languages

    return tag if tag in languages() else "en"


def headlines(results: Results, labels: dict[str, str], tag: str) -> list[Headline]:
    """Cost, poverty and gap of the last year, as explored and as the floor stands."""
    say = Language(tag)
    view = Page(results, say).view
    standing = next(name for name in results.scenario_labels if name != EXPLORED)
    year = results.horizon

    def both(label: str, value: Any, write: Any) -> Headline:
        explored, stands = (write(value(name)) for name in (EXPLORED, standing))
        return Headline(label, explored, stands)

    line = next(iter(view.lines), None)

    def plan(column: str) -> Any:
        return lambda name: present(view.value("plan", column, scenario=name, year=year))

    found = [both(labels["cost"], plan("cost_pct_gdp"), say.gdp)]
    if line is not None:
        found.append(
            both(
                labels["poverty"],
                lambda name: view.value("impact", "after", scenario=name, year=year, line=line, measure="fgt0"),
                lambda value: say.percent(value, 1),
            )
        )
    found.append(both(labels["gap"], plan("gap_pct_gdp"), say.gdp))
    found.append(both(labels["debt"], plan("debt_pct_gdp_after"), say.gdp))
    return found


def sections(results: Results, tag: str, names: tuple[str, ...]) -> list[Section]:
    """Sections of the report on these results, in a language."""
    return fragments(results, tag, names)
