"""What the actions of options ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from groundfloor.errors import GroundfloorError
from groundfloor_web.core.actions import ActionForm, ActionModelForm
from groundfloor_web.core.words import said
from groundfloor_web.options.models import Option
from groundfloor_web.options.rules import programme_of
from groundfloor_web.options.templates_library import library


class TemplateForm(ActionForm):
    """Which template to copy, and under what name."""

    template = forms.ChoiceField(label=_("Template"))
    name = forms.RegexField(
        label=_("Name in rules"),
        regex=r"^[a-z][a-z0-9_]*$",
        required=False,
        max_length=50,
        help_text=_("Small letters, digits and _; the template’s own where it is left empty"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["template"].choices = [(name, said(one.label)[0]) for name, one in library().items()]


class RuleForm(ActionModelForm):
    """A rule and why it is there; the rule is checked by the library before it is kept."""

    class Meta:
        model = Option
        fields = ["rule", "note"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        live = {
            "hx-post": reverse("options:check", args=[self.actor.workspace.slug]),
            "hx-trigger": "input changed delay:400ms",
            "hx-target": "#id_rule_after",
        }
        plain = {"rows": 24, "spellcheck": "false", "class": "rule", "dir": "ltr", "lang": "en"}
        self.fields["rule"].widget = forms.Textarea(attrs=plain | live)
        self.fields["rule"].has_answer = True

    def clean_rule(self) -> str:
        """A rule that the library can read."""
        rule: str = self.cleaned_data["rule"].replace("\r\n", "\n")
        try:
            self.programme = programme_of(rule)
        except GroundfloorError as error:
            raise ValidationError(str(error), code="rule") from None
        return rule


class NumbersForm(ActionForm):
    """The numbers of an option: the last value of each parameter, and how it is delivered."""

    note = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        assert isinstance(self.target, Option)  # noqa: S101 - the action is about one
        programme = programme_of(self.target.rule)
        for short, one in programme.parameters.items():
            label = said(one.label, get_language())[0] or short
            field = forms.FloatField(label=f"{label} ({one.unit})", min_value=0, initial=one.values[-1].value)
            self.fields[f"parameter_{short}"] = field
        for name, label, value in (
            ("take_up", _("Share who come forward (%)"), programme.take_up),
            ("administration", _("Administration, of benefits (%)"), programme.administration),
        ):
            self.fields[name] = forms.FloatField(label=label, min_value=0, max_value=100, initial=round(100 * value, 6))
        for name, field in self.fields.items():
            if not self.is_bound:
                self.initial.setdefault(name, field.initial)

    def numbers(self) -> dict[str, float]:
        """The parameters by their names."""
        found = {
            name.removeprefix("parameter_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("parameter_")
        }
        return {name: int(value) if value == int(value) else value for name, value in found.items()}


class AnswersForm(ActionModelForm):
    """What an option answers, and why it is there."""

    class Meta:
        model = Option
        fields = ["note", "recommendations", "gaps"]
        widgets = {"recommendations": forms.CheckboxSelectMultiple, "gaps": forms.CheckboxSelectMultiple}
