"""What the codes of the tables are called in a language."""

from __future__ import annotations

from groundfloor.report.language import Language
from groundfloor.report.results import Results


class Names:
    """Labels of programmes, scenarios, options and lines; a code without a label is made readable."""

    def __init__(self, results: Results, language: Language) -> None:
        self.results, self.language = results, language

    def programme(self, name: str) -> str:
        """The name of a programme."""
        return self.language.words(self.results.programme_labels.get(name), name)

    def scenario(self, name: str) -> str:
        """The name of a scenario."""
        return self.language.words(self.results.scenario_labels.get(name), name)

    def option(self, name: str) -> str:
        """The name of an option of financing."""
        return self.language.words(self.results.option_labels.get(name), name)

    def line(self, name: str) -> str:
        """The name of a poverty line."""
        return self.language.words(self.results.line_labels.get(name), name)

    def known(self, kind: str, name: str) -> str:
        """The word for a code of the library itself (a guarantee, a series, a status); one it does not know is made readable."""
        key = f"{kind}.{name}"
        return self.language.text(key) if self.language.has(key) else self.language.words(None, name)
