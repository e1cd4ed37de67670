"""One programme of a preset over the years, and the rows of the table it becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from groundfloor.presets.inputs import Floats, Inputs

COLUMNS = (
    "preset",
    "programme",
    "year",
    "target_population",
    "beneficiaries",
    "benefit_lcu",
    "cost_lcu",
    "administration_lcu",
    "total_lcu",
    "pct_gdp",
    "pct_government_expenditure",
    "note",
    "block",
    "synthetic",
)
COST, GAP, PATH, LOW, HIGH = "cost", "gap", "path", "low", "high"
LABOUR, FINANCING = "labour", "financing"
TOTAL = "total"

Note = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Entry:
    """A programme in a block of the table: `cost` [year] in LCU without administration, which is a share of it.

    Entries of a block add up to its total, unless they do not count (`adds`). People and benefit are NaN where the method has none.
    """

    programme: str
    cost: Floats
    block: str = COST
    target: Floats | None = None
    beneficiaries: Floats | None = None
    benefit: Floats | None = None
    administration: float | Floats = 0.0
    notes: tuple[Note, ...] = ()
    adds: bool = True
    synthetic: bool = False


def benefit(
    programme: str,
    target: Floats,
    amount: Floats,
    *,
    reached: float | Floats = 1.0,
    administration: float = 0.0,
    block: str = COST,
    notes: tuple[Note, ...] = (),
) -> Entry:
    """A programme that pays `amount` a year [year] to the share `reached` of its `target` population [year].

    >>> one = benefit("pension", np.array([100.0]), np.array([12.0]), reached=0.5, administration=0.1)
    >>> one.beneficiaries.tolist(), one.cost.tolist()
    ([50.0], [600.0])
    """
    people = target * reached
    return Entry(programme, people * amount, block, target, people, amount, administration, notes)


@dataclass(frozen=True)
class Table:
    """What a preset gives: entries over the years of its inputs."""

    preset: str
    inputs: Inputs
    entries: Sequence[Entry]
    blocks: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocks", tuple(dict.fromkeys(entry.block for entry in self.entries)))

    def all(self) -> Iterator[Entry]:
        """The entries block by block, each block that adds up closed by its total."""
        for block in self.blocks:
            inside = [entry for entry in self.entries if entry.block == block]
            yield from inside
            adding = [entry for entry in inside if entry.adds]
            if len(adding) > 1:
                yield total(adding, block)

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row a block, programme and year, with the columns of `COLUMNS`; `note` is a key of the messages with its values."""
        gdp = self.inputs.gdp
        expenditure = gdp * self.inputs.find("expenditure_pct_gdp") / 100
        nothing = np.full(len(self.inputs.years), np.nan)
        for entry in self.all():
            cost = entry.cost
            administration = cost * entry.administration
            columns = {
                "target_population": entry.target,
                "beneficiaries": entry.beneficiaries,
                "benefit_lcu": entry.benefit,
                "cost_lcu": cost,
                "administration_lcu": administration,
                "total_lcu": cost + administration,
                "pct_gdp": 100 * (cost + administration) / gdp,
                "pct_government_expenditure": 100 * (cost + administration) / expenditure,
            }
            values = {name: nothing if one is None else one for name, one in columns.items()}
            for i, year in enumerate(self.inputs.years):
                yield {
                    "preset": self.preset,
                    "programme": entry.programme,
                    "year": int(year),
                    **{name: float(one[i]) for name, one in values.items()},
                    "note": entry.notes,
                    "block": entry.block,
                    "synthetic": entry.synthetic,
                }


def total(entries: Sequence[Entry], block: str) -> Entry:
    """The sum of entries; as people may be in several, theirs is left empty.

    >>> pair = [Entry(name, np.array([10.0]), administration=0.5) for name in ("a", "b")]
    >>> both = total(pair, COST)
    >>> both.cost.tolist(), both.administration.tolist()
    ([20.0], [0.5])
    """
    cost = np.sum([entry.cost for entry in entries], axis=0)
    administration = np.sum([entry.cost * entry.administration for entry in entries], axis=0)
    part = np.divide(administration, cost, out=np.zeros_like(cost), where=cost != 0)
    synthetic = any(entry.synthetic for entry in entries)
    return Entry(TOTAL, cost, block, administration=part, adds=False, synthetic=synthetic)
