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

    def money(self, value: float | None) -> str:
        """An amount in the country's currency."""
        return self.language.money(value, self.results.currency)
