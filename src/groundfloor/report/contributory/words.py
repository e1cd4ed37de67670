"""The projection of a country's contributory schemes in one language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from groundfloor.contributory.country import Contributory
from groundfloor.contributory.projection import Projection
from groundfloor.contributory.reforms import VARIANTS
from groundfloor.report.language import Language, with_words

MESSAGES = Path(__file__).parent / "messages"
PREFIX = "contributory."
STEPS = 6


@cache
def language(code: str) -> Language:
    """The language of reports with the words on contributory schemes; one there is none of raises GroundfloorError.

    >>> language("fr").text("contributory.branch.old_age")
    'Vieillesse'
    """
    return with_words(code, MESSAGES, PREFIX)


class Told:
    """What there is to say about one scheme: its projections by variant, the first the base."""

    def __init__(self, found: Contributory, scheme: str, say: Language) -> None:
        self.found, self.say, self.name = found, say, scheme
        self.variants = {one.variant: one for one in found.projections if one.scheme.name == scheme}

    @property
    def base(self) -> Projection:
        """The projection with the values given."""
        return self.variants["base"]

    @property
    def label(self) -> str:
        """What the scheme is called."""
        return self.say.words(self.base.scheme.label)

    @property
    def years(self) -> list[int]:
        """Every year."""
        return [int(year) for year in self.base.years]

    @property
    def steps(self) -> list[int]:
        """Places of the few years that a table shows: the first, the last and some between them."""
        last = len(self.years) - 1
        return sorted({round(last * k / (STEPS - 1)) for k in range(STEPS)})

    def headings(self, first: str) -> list[str]:
        """A first heading and the years of `steps`."""
        return [self.text(f"heading.{first}"), *(self.say.year(self.years[i]) for i in self.steps)]

    def text(self, key: str, **values: object) -> str:
        """A message on contributory schemes."""
        return self.say.text(PREFIX + key, **values)

    @property
    def reforms(self) -> list[str]:
        """The variants that are reforms."""
        return [name for name in self.variants if name not in VARIANTS]

    def called(self, variant: str) -> str:
        """What a variant is called."""
        if variant in VARIANTS:
            return self.text(f"variant.{variant}")
        label = self.variants[variant].scheme.reforms[0].label
        return self.say.words(label) if label else self.text("variant.reform")

    def named(self, variant: str) -> str:
        """The expenditure of a variant."""
        return self.text("money.variant", variant=self.called(variant))

    def group(self, name: str) -> str:
        """A group of insured."""
        return self.say.words(self.base.scheme.groups[name].label, name)

    def rows(self, table: str, variant: str = "base") -> list[dict[str, object]]:
        """Rows of a table about this scheme and variant."""
        return [
            row
            for row in self.found.tables[table]
            if row["scheme"] == self.name and row.get("variant", variant) == variant
        ]

    def series(self, column: str, variant: str = "base") -> tuple[float | None, ...]:
        """A column of the table `contributory` by year, None where it is not known."""
        values = [row[column] for row in self.rows("contributory", variant)]
        return tuple(value if isinstance(value, float) and value == value else None for value in values)


def told(found: Contributory, say: Language) -> Sequence[Told]:
    """Each scheme in a language."""
    return [Told(found, scheme.name, say) for scheme in found.schemes]
