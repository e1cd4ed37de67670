"""What every section is given: the questions to the results, the language and the names in it."""

from __future__ import annotations

from functools import cached_property

from groundfloor.report.language import Language
from groundfloor.report.names import Names
from groundfloor.report.results import Results
from groundfloor.report.view import View


class Page:
    """One report in one language."""

    def __init__(self, results: Results, language: Language) -> None:
        self.results, self.language = results, language
        self.view, self.names = View(results), Names(results, language)

    @cached_property
    def full(self) -> int:
        """The year in which the floor is in place in full."""
        return self.view.full(self.view.floor)

    def heading(self, kind: str) -> dict[str, str]:
        """What stands at the top of a report on a survey, and what it is, from the messages of its kind."""
        say, results = self.language, self.results
        country, survey = say.words(results.country_name), say.words(results.survey_name)
        return {
            "title": say.text(f"{kind}.title"),
            "kicker": say.text("page.kicker_survey", country=country, year=say.year(results.year)),
            "description": say.text(f"{kind}.description", survey=survey),
        }

    def money(self, value: float | None) -> str:
        """An amount in the country's currency."""
        return self.language.money(value, self.results.currency)
