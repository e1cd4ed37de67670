"""Packs that tests share: the starter pack with what it has none of."""

from __future__ import annotations

from pathlib import Path

from groundfloor.starter import new

DELIVERED = """administration: {share: 0.10, per_beneficiary: card, fixed: offices}
start_up: {prices: 2024, values: {2025: 30000000, 2026: 5000000}, source: invented}
"""
PARAMETERS = """parameters:
  card: {unit: LCU/month, values: {2026-01-01: 1.5}, indexed_to: wages}
  offices: {unit: LCU/year, values: {2026-01-01: 9000000}, indexed_to: inflation}
"""
MATERNITY = """programme: maternity
label: {en: Maternity benefit, fr: Prestation de maternité}
guarantee: working_age
function: maternity
status: proposed
unit: birth
parameters:
  grant: {unit: LCU/month, values: {2025-01-01: 200}, indexed_to: inflation}
  duration: {unit: month, values: {2025-01-01: 4}}
eligible: True
amount: grant * duration
take_up: {2025: 0.4, 2030: 0.8}
phase_in: {by: region, North: {2025: 0.5, 2027: 1}, other: {2026: 1}}
variants: {low: {take_up: 0.3}, high: {parameters: {grant: {2025-01-01: 300}}}}
"""
TOP_UP = """programme: top_up
label: {en: Top-up for school, fr: Complément scolaire}
guarantee: children
function: education
status: proposed
form: voucher
worth: 0.5
unit: person
parameters:
  more: {unit: LCU/day, values: {2025-01-01: 2}}
  days: {unit: day/year, values: {2025-01-01: 180}}
eligible: child_grant.receives and age >= 3
amount: more * days
"""


def changed(file: Path, *pairs: tuple[str, str]) -> None:
    """Put texts in place of others, each of which stands there."""
    text = file.read_text(encoding="utf-8")
    for old, new_ in pairs:
        assert old in text, f"{old!r} does not stand in {file.name}"
        text = text.replace(old, new_, 1)
    file.write_text(text, encoding="utf-8")


def delivered(folder: Path) -> Path:
    """The starter pack, its child grant with every cost of delivery."""
    pack = new(folder)
    grant = pack / "programmes" / "child_grant.yaml"
    changed(
        grant, ("administration: 0.10               # share of benefits\n", DELIVERED), ("parameters:\n", PARAMETERS)
    )
    return pack


def every_form(folder: Path) -> Path:
    """The starter pack with every form of benefit and of cost."""
    pack = delivered(folder)
    for name, text in (("maternity", MATERNITY), ("top_up", TOP_UP)):
        (pack / "programmes" / f"{name}.yaml").write_text(text, encoding="utf-8")
    changed(pack / "floors" / "floor.yaml", ("[child_grant,", "[maternity, top_up, child_grant,"))
    return pack
