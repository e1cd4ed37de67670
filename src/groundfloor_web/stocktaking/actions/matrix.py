"""Writing the matrix together: rows, entries, gaps and recommendations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.actions import Make
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Stored
from groundfloor_web.core.roles import CONTRIBUTORS, SECRETARIAT
from groundfloor_web.stocktaking import forms
from groundfloor_web.stocktaking.actions.standing import ChangeStanding, WithdrawOwn
from groundfloor_web.stocktaking.models import Gap, MatrixEntry, MatrixRow, Recommendation


class AddRow(Make):
    """Add a row to the matrix."""

    label = _("Add a row")
    roles = SECRETARIAT
    model = MatrixRow
    form = forms.MatrixRowForm


class ChangeRow(ChangeStanding):
    """Change the title, guarantee or place of a row."""

    label = _("Change the row")
    roles = SECRETARIAT
    model = MatrixRow
    form = forms.MatrixRowForm


class WithdrawRow(WithdrawOwn):
    """Take a row out of the matrix."""

    label = _("Withdraw the row")
    roles = SECRETARIAT
    model = MatrixRow

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of a row in which nothing stands."""
        return super().permits(actor, target) and isinstance(target, MatrixRow) and not target.is_filled


class AddEntry(Make):
    """Say something in a cell of the matrix."""

    label = _("Add an entry")
    roles = CONTRIBUTORS
    model = MatrixEntry
    form = forms.MatrixEntryForm


class ChangeEntry(ChangeStanding):
    """Change what is said in a cell."""

    label = _("Change the entry")
    roles = CONTRIBUTORS
    model = MatrixEntry
    form = forms.MatrixEntryForm


class WithdrawEntry(WithdrawOwn):
    """Take something out of a cell; it stays on record."""

    label = _("Withdraw the entry")
    roles = CONTRIBUTORS
    model = MatrixEntry


class AddGap(Make):
    """Name a gap."""

    label = _("Add a gap")
    roles = CONTRIBUTORS
    model = Gap
    form = forms.GapForm


class ChangeGap(ChangeStanding):
    """Change what is said of a gap."""

    label = _("Change the gap")
    roles = CONTRIBUTORS
    model = Gap
    form = forms.GapForm


class WithdrawGap(WithdrawOwn):
    """Take a gap out of view."""

    label = _("Withdraw the gap")
    roles = CONTRIBUTORS
    model = Gap

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of a gap that nothing in the matrix refers to."""
        return super().permits(actor, target) and isinstance(target, Gap) and not _referred(target)


class AddRecommendation(Make):
    """Recommend something."""

    label = _("Add a recommendation")
    roles = CONTRIBUTORS
    model = Recommendation
    form = forms.RecommendationForm


class ChangeRecommendation(ChangeStanding):
    """Change a recommendation."""

    label = _("Change the recommendation")
    roles = CONTRIBUTORS
    model = Recommendation
    form = forms.RecommendationForm


class WithdrawRecommendation(WithdrawOwn):
    """Take a recommendation out of view."""

    label = _("Withdraw the recommendation")
    roles = CONTRIBUTORS
    model = Recommendation


def _referred(gap: Gap) -> bool:
    """Whether something that stands refers to a gap."""
    return gap.entries.filter(withdrawn=False).exists() or gap.recommendations.filter(withdrawn=False).exists()
