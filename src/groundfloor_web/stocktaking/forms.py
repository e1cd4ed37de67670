"""What the actions of stocktaking ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.actions import ActionForm, ActionModelForm
from groundfloor_web.core.fields import day
from groundfloor_web.core.models import Membership
from groundfloor_web.core.roles import SECRETARIAT
from groundfloor_web.core.words import said
from groundfloor_web.stocktaking import pack
from groundfloor_web.stocktaking.models import (
    Area,
    CrisisMeasure,
    Gap,
    Indicator,
    Judgement,
    MatrixEntry,
    MatrixRow,
    Recommendation,
    Scheme,
)


class SchemeForm(ActionModelForm):
    """A scheme of the inventory."""

    class Meta:
        model = Scheme
        fields = [
            "name",
            "status",
            "guarantee",
            "function",
            "means",
            "law",
            "responsible",
            "institution",
            "target_group",
            "eligibility",
            "benefits",
            "population",
            "population_year",
            "population_source",
            "financing",
            "cost",
            "cost_year",
            "cost_source",
            "pack_scheme",
        ]


class MatrixRowForm(ActionModelForm):
    """A row of the matrix."""

    class Meta:
        model = MatrixRow
        fields = ["title", "guarantee", "position"]


class MatrixEntryForm(ActionModelForm):
    """Something said in a cell of the matrix."""

    class Meta:
        model = MatrixEntry
        fields = ["row", "column", "text", "source", "scheme", "gap"]


class GapForm(ActionModelForm):
    """A gap."""

    class Meta:
        model = Gap
        fields = ["guarantee", "kind", "group", "text", "legal", "effective", "source"]


class RecommendationForm(ActionModelForm):
    """A recommendation and the gaps it answers."""

    class Meta:
        model = Recommendation
        fields = ["row", "text", "kind", "priority", "answers", "source"]
        widgets = {"answers": forms.CheckboxSelectMultiple}


class IndicatorForm(ActionModelForm):
    """A value of an indicator of access."""

    class Meta:
        model = Indicator
        fields = ["field", "name", "group", "year", "value", "unit", "source", "series"]


class CrisisMeasureForm(ActionModelForm):
    """A measure in a crisis."""

    begins, ends = day(_("from"), required=False), day(_("to"), required=False)

    class Meta:
        model = CrisisMeasure
        fields = ["crisis", "measure", "status", "begins", "ends", "reached", "cost", "cost_year", "source"]


class AreaForm(ActionModelForm):
    """What an area of the assessment is called."""

    class Meta:
        model = Area
        fields = ["label"]


class JudgementForm(ActionModelForm):
    """A judgement; everybody judges for themselves, the secretariat also writes down what others judged."""

    on = day(_("date"))
    level = forms.TypedChoiceField(
        label=_("level"), choices=Judgement.Level.choices, coerce=int, widget=forms.RadioSelect
    )

    class Meta:
        model = Judgement
        fields = ["area", "level", "evidence", "on", "assessor", "together"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.target is None:
            mine = self.fields["assessor"].queryset.filter(user_id=self.actor.user_id).first()  # type: ignore[attr-defined]
            self.fields["assessor"].initial, self.fields["on"].initial = mine, timezone.localdate()

    def choices(self, queryset: Any) -> Any:
        """Assessors are oneself, for the secretariat all members."""
        found = super().choices(queryset)
        if queryset.model is not Membership:
            return found
        found = found.select_related("user")
        return found if self.actor.plays(SECRETARIAT) else found.filter(user_id=self.actor.user_id)


class FromPackForm(ActionForm):
    """What to take over from the country pack, of what is not here yet."""

    chosen = forms.MultipleChoiceField(label=_("From the country pack"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["chosen"]
        offered, problem = self.offered()
        field.choices, field.help_text = offered, problem
        field.initial = [name for name, _label in offered]

    def offered(self) -> tuple[list[tuple[str, str]], Any]:
        """What there is to choose, and why there is nothing."""
        raise NotImplementedError


class SchemesFromPackForm(FromPackForm):
    """Schemes of the pack that the inventory does not have."""

    def offered(self) -> tuple[list[tuple[str, str]], Any]:
        """The schemes, by their names in the pack."""
        new, problem = pack.new_schemes(self.actor.workspace)
        none = _("The inventory has every scheme of the pack.") if not new else ""
        return [(one.name, said(one.label)[0]) for one in new], problem or none


class IndicatorsFromPackForm(FromPackForm):
    """Series of coverage of the pack that are not here yet."""

    def offered(self) -> tuple[list[tuple[str, str]], Any]:
        """The series, by their codes."""
        new, problem = pack.new_indicators(self.actor.workspace)
        none = _("Every value of the pack is here.") if not new else ""
        labels = {one["series"]: said(one["name"])[0] for one in new}
        return list(labels.items()), problem or none


class WorkbookForm(ActionForm):
    """A workbook, written by this workspace and filled in."""

    workbook = forms.FileField(
        label=_("workbook"),
        help_text=_("A file .xlsx of at most 5 MB, without formulas, macros or links to other files"),
    )

    def clean(self) -> dict[str, Any]:
        """The workbook with what was found in it; a file that cannot be one is refused with the reason."""
        from groundfloor_web.stocktaking.workbook import Refused, check

        given: dict[str, Any] = super().clean() or {}
        if "workbook" in given:
            try:
                given["found"] = check(given["workbook"], self.actor)
            except Refused as refused:
                self.add_error("workbook", str(refused))
        return given


class ConfirmForm(ActionForm):
    """A look at what is about to change."""

    seen = forms.BooleanField(label=_("I have looked at what is added and changed"))
