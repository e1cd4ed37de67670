"""What is asked about the best affordable floor, and the settings of the library that it amounts to."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from groundfloor.choosing import settings
from groundfloor.choosing.settings import COVERAGE, GAP, OBJECTIVES, POOR
from groundfloor.country import read_country
from groundfloor.errors import GroundfloorError
from groundfloor.pipeline import HORIZON, floor_of_pack
from groundfloor_web.affordable.agreed import agreed
from groundfloor_web.affordable.fields import LEAST, MOST, OUT, SINCE, ByProgrammeField
from groundfloor_web.affordable.models import Choice
from groundfloor_web.core.actions import ActionModelForm
from groundfloor_web.core.words import said
from groundfloor_web.dialogue.models import Criterion
from groundfloor_web.packs import pack_of

MILLION = 1e6
LAST = 2035
WEIGHED = "weights"
LINE = re.compile(r"(\d{4})\s*[:=\s]\s*([0-9]+(?:[.,][0-9]+)?)\s*%?")
Json = dict[str, Any]


def criterion(label: Any) -> forms.ModelChoiceField:
    """A box for a criterion of the dialogue."""
    return forms.ModelChoiceField(Criterion.objects.all(), label=label, required=False, empty_label="–")


class ChooseForm(ActionModelForm):
    """An envelope, an objective and conditions; the programmes are those of the workspace's floor."""

    envelope_of = forms.ChoiceField(
        label=_("The envelope is"),
        choices=[
            ("gdp", _("% of GDP")),
            ("spending", _("% of government expenditure")),
            ("lcu", _("an amount a year, in millions of the country’s money")),
        ],
        initial="gdp",
    )
    envelope = forms.FloatField(label=_("Envelope of the first year"), min_value=0, initial=1.5)
    later = forms.CharField(
        label=_("Envelope from later years on"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
        help_text=_("A line a year, such as 2028: 2. It holds until the next one; without any the first one holds."),
    )
    objective = forms.ChoiceField(
        label=_("What is to be closed"),
        choices=[
            (GAP, _("The poverty gap: what the poor lack")),
            (POOR, _("The number of poor persons")),
            (COVERAGE, _("The gap in coverage by the guarantees")),
            (WEIGHED, _("Several of these, by the weights below")),
        ],
        initial=GAP,
    )
    weight_poverty_gap = forms.FloatField(label=_("Weight of the poverty gap"), required=False, min_value=0)
    criterion_poverty_gap = criterion(_("or, for the poverty gap, the weight that the dialogue gave the criterion"))
    weight_headcount = forms.FloatField(label=_("Weight of the number of poor persons"), required=False, min_value=0)
    criterion_headcount = criterion(_("or, for poor persons, the weight that the dialogue gave the criterion"))
    weight_coverage = forms.FloatField(label=_("Weight of coverage"), required=False, min_value=0)
    criterion_coverage = criterion(_("or, for coverage, the weight that the dialogue gave the criterion"))
    programmes = ByProgrammeField(
        label=_("Commitments and capacity"),
        help_text=_("What the law demands of a programme, and how many it can enrol."),
    )
    capacity = forms.FloatField(
        label=_("New beneficiaries of all programmes together a year, at the most"), required=False, min_value=0
    )
    debt_ceiling = forms.FloatField(
        label=_("Public debt at the most"), required=False, min_value=0, help_text=_("% of GDP")
    )
    start = forms.IntegerField(label=_("First year"), required=False)
    to = forms.IntegerField(label=_("Last year"), initial=LAST)
    like = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Choice
        fields = ["title"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        before = str(self.initial.get("like") or "")
        asked = Choice.objects.of(self.actor.workspace).filter(pk=int(before)) if before.isdecimal() else ()
        for one in list(asked)[:1]:
            self.initial |= one.boxes
        self.problem, self.base = "", 0
        try:
            country = read_country(pack_of(self.actor.workspace))
            floor = floor_of_pack(country)
        except GroundfloorError as error:
            self.problem = str(error)
            return
        self.base = country.base_year
        self.fields["programmes"].of({one.name: said(one.label)[0] for one in floor.programmes.values()})
        self.fields["start"].initial = self.base + 1
        for name in ("start", "to"):
            self.fields[name].widget.attrs |= {"min": self.base, "max": HORIZON}

    def clean_later(self) -> dict[str, float]:
        """Amounts by year."""
        found = {}
        for line in filter(str.strip, self.cleaned_data["later"].splitlines()):
            said = LINE.fullmatch(line.strip())
            if said is None:
                raise ValidationError(
                    _("“%(line)s” is no year and amount, such as 2028: 2."), params={"line": line[:50]}
                )
            found[said[1]] = float(said[2].replace(",", "."))
        return found

    def clean(self) -> Json:
        """The whole, with the `settings` of the library and what was written in the `boxes`."""
        given: Json = super().clean() or self.cleaned_data
        if self.problem:
            raise ValidationError(self.problem)
        if self.errors:
            return given
        start = given["start"] or self.base + 1
        if not self.base <= start <= given["to"] <= HORIZON:
            raise ValidationError(
                _("The years are from %(base)s to %(last)s, the last not before the first."),
                params={"base": self.base, "last": HORIZON},
            )
        given["settings"] = self._settings(given, start)
        try:
            settings(given["settings"])
        except GroundfloorError as error:
            raise ValidationError(str(error)) from None
        given["boxes"] = {name: _kept(given.get(name)) for name in self.fields if name not in ("like", "later")}
        given["boxes"]["later"] = self.data.get("later", "")
        return given

    def _settings(self, given: Json, start: int) -> Json:
        of = given["envelope_of"]

        def written(amount: float) -> str:
            return f"{amount * MILLION:.15g}" if of == "lcu" else f"{amount:.15g}%{of}"

        later = {year: written(amount) for year, amount in given["later"].items() if start < int(year) <= given["to"]}
        asked = given["programmes"]
        found: Json = {
            "envelope": {str(start): written(given["envelope"])} | later,
            "objective": self._objective(given),
            "start": start,
            "to": given["to"],
            "commitments": {
                name: {str(one.get(SINCE, given["to"])): one.get(LEAST, 0.0) / 100}
                for name, one in asked.items()
                if (LEAST in one or SINCE in one) and OUT not in one
            },
            "capacity": {name: one[MOST] for name, one in asked.items() if MOST in one and OUT not in one},
        }
        if given["capacity"] is not None:
            found["capacity"]["all"] = given["capacity"]
        if given["debt_ceiling"] is not None:
            found["debt_ceiling"] = given["debt_ceiling"]
        if any(OUT in one for one in asked.values()):
            found["programmes"] = [
                name for name in self.fields["programmes"].programmes if OUT not in asked.get(name, {})
            ]
        return found

    def _objective(self, given: Json) -> Any:
        if given["objective"] != WEIGHED:
            return {given["objective"]: 1.0}
        found = {}
        for name in OBJECTIVES:
            criterion, weight = given[f"criterion_{name}"], given[f"weight_{name}"]
            if criterion is not None:
                weight = agreed(criterion)
                if weight is None:
                    self.add_error(
                        f"criterion_{name}", _("Not all constituencies have given this criterion a weight yet.")
                    )
            if weight:
                found[name] = weight
        if not found and not self.errors:
            raise ValidationError(_("Give at least one objective a weight."))
        return found or {GAP: 1.0}


def _kept(value: Any) -> Any:
    """A value of the form as it is kept: things by their keys."""
    return value.pk if isinstance(value, Criterion) else value
