"""What a brief tells: its own words, the messages to its audience, and the sections and figures of its run in a language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from groundfloor.report import doing_nothing
from groundfloor.report.doing_nothing.doing_nothing import sentences
from groundfloor.report.language import Language
from groundfloor.report.page import Page
from groundfloor.report.render import Section, fragments
from groundfloor.report.results import Results
from groundfloor.report.view import present
from groundfloor_web.awareness.models import Brief, Message
from groundfloor_web.explorer.answers import language_for
from groundfloor_web.explorer.remembered import remembered
from groundfloor_web.explorer.work import SCENARIO, folder_of

NOTHING = ("doing_nothing",)
SECTIONS = ("summary", "cost", "gains", "paid")


@dataclass(frozen=True)
class Told:
    """Everything that a brief, its slides and its fact sheet are made of."""

    brief: Brief
    results: Results
    language: str
    messages: Sequence[Message]

    @property
    def say(self) -> Language:
        """The language of figures."""
        return Language(self.language)

    @property
    def page(self) -> Page:
        """The questions to the results, asked of the exploration first."""
        return Page(self.results, self.say)

    @property
    def scenario(self) -> str:
        """The scenario that the brief is about: the exploration of its run."""
        return SCENARIO if SCENARIO in self.results.scenario_labels else self.page.view.floor

    def sections(self, names: Sequence[str] = SECTIONS) -> list[Section]:
        """Sections of the report."""
        return fragments(self.results, self.language, names)

    def doing_nothing(self) -> list[Section]:
        """What doing nothing costs, where the brief shows it and its run has computed it."""
        if not self.brief.counts_nothing:
            return []
        return fragments(self.results, self.language, NOTHING, doing_nothing)

    def of_doing_nothing(self) -> list[str]:
        """The same in sentences."""
        return sentences(self.page) if self.doing_nothing() else []

    @property
    def fingerprint(self) -> str:
        """What identifies code, data and rules behind the figures."""
        return self.results.fingerprint

    def yearly(self, table: str, column: str) -> list[tuple[int, float | None]]:
        """A column of a table by year, of the scenario, over all programmes."""
        view, found = self.page.view, []
        for year in view.years:
            rows = [present(row.get(column)) for row in view.rows(table, scenario=self.scenario, year=year)]
            found.append((year, None if not rows or None in rows else sum(value or 0.0 for value in rows)))
        return found


def told(brief: Brief, tag: str) -> Told:
    """A brief in the language of `tag`, or in English where reports are not in it."""
    messages = Message.objects.of(brief.workspace).standing().filter(audience=brief.audience)
    results = remembered(folder_of(brief.run))
    labels = dict(results.scenario_labels)
    if SCENARIO in labels:
        # the exploration is what the brief is about: sections speak of the first scenario
        first = {SCENARIO: labels.pop(SCENARIO)}
        results = replace(results, scenario_labels=first | labels)
    return Told(brief, results, language_for(tag), list(messages))
