"""Levels and steps simulated apart give what simulating each pair of them gives."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from groundfloor.choosing import menu as menus
from groundfloor.choosing.choice import Chooser
from groundfloor.choosing.menu import Menu
from groundfloor.choosing.settings import settings

ASKED = {"envelope": "1%gdp", "to": 2028, "levels": [0.5, 1.0, 1.5], "steps": [0.3, 0.6, 1.0]}
REPLACING = "replaces: [old_pension]\n"


def menu_of(pack: str | Path) -> Menu:
    return Chooser(pack, settings(ASKED | {"parameters": {"child_grant": "grant"}}), lambda _: None).menu


def with_old_pension(pack: Path, folder: Path) -> Path:
    """A pack whose pension takes the place of one in force."""
    own = shutil.copytree(pack, folder / "nowhere")
    (own / "schemes").mkdir(exist_ok=True)
    file = own / "programmes" / "social_pension.yaml"
    text = file.read_text(encoding="utf-8")
    older = text.replace("programme: social_pension", "programme: old_pension").replace("not pension", "pension")
    older = older.replace("status: proposed", "status: existing").replace("phase_in: {2026: 0.5, 2027: 1.0}\n", "")
    older = older.replace("2026-01-01: 65", "2025-01-01: 65").replace("2026-01-01: 300", "2025-01-01: 100")
    (own / "schemes" / "old_pension.yaml").write_text(older, encoding="utf-8")
    file.write_text(text.replace("age >= age_from and not pension", "age >= age_from") + REPLACING, encoding="utf-8")
    return own


@pytest.mark.parametrize("which", ["gha", "nowhere", "replacing", "read by the condition", "nothing at first"])
def test_apart_is_together(which: str, pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: str | Path = {"gha": "gha", "nowhere": pack}.get(which, pack)
    if which == "replacing":
        asked = with_old_pension(pack, tmp_path)
    if which == "read by the condition":  # who is entitled turns on the level, so that nothing is simulated apart
        asked = shutil.copytree(pack, tmp_path / "nowhere")
        file = asked / "programmes" / "child_grant.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("age < 5", "age < 5 and consumption < 40 * per_year(grant)"), encoding="utf-8")
    if which == "nothing at first":  # what is above an amount that only higher levels reach
        asked = shutil.copytree(pack, tmp_path / "nowhere")
        file = asked / "programmes" / "child_grant.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(
            text.replace("amount: grant", "amount: max(0 * grant, 2 * grant - 1.5 * per_month(other))").replace(
                "parameters:\n",
                "parameters:\n  other: {unit: LCU/month, values: {2026-01-01: 150}, indexed_to: inflation, source: a test}\n",
            ),
            encoding="utf-8",
        )
    apart = menu_of(asked)
    monkeypatch.setattr(menus, "only_the_amount", lambda *_: False)
    together = menu_of(asked)
    for one, other in zip(apart.offers, together.offers, strict=True):
        np.testing.assert_array_equal(one.beneficiaries, other.beneficiaries)
        np.testing.assert_array_equal(one.target, other.target)
        np.testing.assert_allclose(one.cost, other.cost, rtol=1e-12)
    assert apart.people is not None
    assert together.people is not None
    for year in apart.years:
        for block, same in zip(apart.people.blocks[year], together.people.blocks[year], strict=True):
            np.testing.assert_array_equal(block.rows, same.rows)
            np.testing.assert_array_equal(block.amounts, same.amounts)
