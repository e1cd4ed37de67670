"""What the administration of a programme counts and pays: the block `administrative` of a transfer."""

from __future__ import annotations

from groundfloor.documents import number, year
from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Administrative
from groundfloor.written import Written

KEYS = ("recipients", "amount", "year", "by", "source", "note")
EXAMPLE = "{recipients: 450000, amount: 1.2e9, year: 2016, source: annual report}"


def administrative_of(written: Written) -> Administrative:
    """Read the block; a count or an amount below 0, and one of neither, is refused."""
    parts = written.parts(KEYS, EXAMPLE)
    if not {"recipients", "amount", "by"} & parts.keys():
        raise GroundfloorError("The administration counts nothing", written.place, expected=EXAMPLE)
    by = parts["by"].parts(example="region: {North: 12000}") if "by" in parts else {}
    return Administrative(
        recipients=_count(parts["recipients"]) if "recipients" in parts else None,
        amount=_count(parts["amount"]) if "amount" in parts else None,
        year=year(parts["year"].word(), parts["year"].place) if "year" in parts else None,
        source=parts["source"].word() if "source" in parts else "",
        by={
            variable: {level: _count(one) for level, one in part.parts(example="North: 12000").items()}
            for variable, part in by.items()
        },
    )


def _count(written: Written) -> float:
    value = number(written.word(), written.place)
    if value < 0:
        raise GroundfloorError(f"{written.path[-1]} is {value:g}", written.place, expected="0 or more")
    return value
