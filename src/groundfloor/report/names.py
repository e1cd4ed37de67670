"""What the codes of the tables are called in a language."""

from __future__ import annotations

import re

from groundfloor.report.language import Language
from groundfloor.report.results import Results

# a code that ends in of how many parts it is: slum_of_4
OF = re.compile(r"(\w+_of)_(\d+)")


class Names:
    """Labels of programmes, scenarios, options and lines; a code without a label is made readable."""

    def __init__(self, results: Results, language: Language) -> None:
        self.results, self.language = results, language

    def programme(self, name: str) -> str:
        """The name of a programme, or of several taken together."""
        label = self.results.programme_labels.get(name)
        return self.language.words(label) if label else self.known("aggregate", name)

    def together(self, name: str) -> bool:
        """Whether a code stands for several programmes, taxes or benefits taken together."""
        return name not in self.results.programme_labels and self.language.has(f"aggregate.{name}")

    def scenario(self, name: str) -> str:
        """The name of a scenario."""
        return self.language.words(self.results.scenario_labels.get(name), name)

    def option(self, name: str) -> str:
        """The name of an option of financing."""
        return self.language.words(self.results.option_labels.get(name), name)

    def shock(self, name: str) -> str:
        """The name of a shock, or of a loss or price of one."""
        return self.language.words(self.results.shock_labels.get(name), name.rpartition(".")[2])

    def line(self, name: str) -> str:
        """The name of a poverty line."""
        return self.language.words(self.results.line_labels.get(name), name)

    def below(self, name: str) -> str:
        """A poverty line as a sentence names it: "the national poverty line", or its label between quotes."""
        phrase = self.results.line_phrases.get(name)
        return self.language.words(phrase) if phrase else self.language.text("line", label=self.line(name))

    def group(self, group: str) -> str:
        """The name of a group: what the pack calls it, else what the language does, else its value."""
        label = self.results.group_labels.get(group)
        return self.language.words(label) if label else self.language.group(group)

    def cell(self, cell: str) -> str:
        """A cell of a margin: "region=Oti, age=0-4" with each part named."""
        return ", ".join(self._part(part) for part in cell.split(", "))

    def _part(self, part: str) -> str:
        variable, equals, value = part.partition("=")
        if self.language.has(f"group.{part}") or part in self.results.group_labels:
            return self.group(part)
        if equals:
            return self.language.text("cell", variable=self.variable(variable), value=value)
        return self.variable(part) if self.language.has(f"variable.{part}") else part

    def variable(self, name: str) -> str:
        """The name of a variable of the survey."""
        return self.known("variable", name)

    def known(self, kind: str, name: str) -> str:
        """The word for a code of the library itself (a guarantee, a series, a status); one it does not know is made readable."""
        key = f"{kind}.{name}"
        if (several := OF.fullmatch(name)) and self.language.has(f"{kind}.{several[1]}"):
            return self.language.text(f"{kind}.{several[1]}", count=int(several[2]))
        return self.language.text(key) if self.language.has(key) else self.language.words(None, name)
