"""A box a programme for what is demanded of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

OUT, LEAST, SINCE, MOST = "out", "least", "since", "most"
KEYS = (OUT, LEAST, SINCE, MOST)
LABELS = {
    OUT: _("May not be chosen"),
    LEAST: _("At least this share covered (%)"),
    SINCE: _("from the year on"),
    MOST: _("New beneficiaries a year at the most"),
}
Asked = dict[str, dict[str, Any]]


class ByProgrammeWidget(forms.Widget):
    """For each programme whether it may be chosen, what it must cover from when on, and how many it can enrol."""

    template_name = "affordable/by_programme.html"
    use_fieldset = True

    def __init__(self) -> None:
        super().__init__()
        self.programmes: list[tuple[str, str]] = []

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The boxes by programme."""
        context = super().get_context(name, value, attrs)
        given = value if isinstance(value, Mapping) else {}
        context["widget"]["programmes"] = [
            {
                "label": label,
                "is_asked": any(asked.get(key) not in (None, "", False) for key in KEYS),
                "boxes": [
                    {"name": f"{name}-{one}-{key}", "key": key, "label": LABELS[key], "value": asked.get(key)}
                    for key in KEYS
                ],
            }
            for one, label in self.programmes
            for asked in [given.get(one) or {}]
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was put into the boxes, or the mapping that a program sent."""
        if isinstance(data.get(name), Mapping):
            return data[name]
        return {one: {key: data.get(f"{name}-{one}-{key}") for key in KEYS} for one, _label in self.programmes}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Never: boxes that are not ticked are not sent."""
        return False


class ByProgrammeField(forms.JSONField):
    """Gives {programme: {out, least, since, most}} with what was asked of each and nothing else; shares in per cent."""

    widget = ByProgrammeWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.programmes: dict[str, str] = {}

    def of(self, programmes: Mapping[str, str]) -> None:
        """Ask about these programmes: name and label."""
        self.programmes = dict(programmes)
        self.widget.programmes = list(programmes.items())

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was sent is shown again."""
        return data

    def prepare_value(self, value: Any) -> Any:
        """The widget takes the mapping itself."""
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether anything is asked of a programme."""
        return bool(initial) != bool(data)

    def clean(self, value: Any) -> Asked:
        """Numbers by programme; what is no number, or out of its bounds, is refused with the name of the programme."""
        found: Asked = {}
        for name, asked in (value or {}).items():
            if name not in self.programmes or not isinstance(asked, Mapping) or not set(asked) <= set(KEYS):
                raise ValidationError(_("“%(name)s” is no programme of the floor."), params={"name": str(name)[:50]})
            own: dict[str, Any] = {}
            if asked.get(OUT) not in (None, "", False, "false"):
                own[OUT] = True
            for key, most in ((LEAST, 100.0), (SINCE, 9999.0), (MOST, 1e12)):
                if asked.get(key) not in (None, ""):
                    own[key] = self._number(self.programmes[name], asked[key], most)
            if SINCE in own:
                own[SINCE] = int(own[SINCE])
            if own:
                found[name] = own
        return found

    def _number(self, label: str, value: Any, most: float) -> float:
        number = forms.FloatField(min_value=0, max_value=most, required=True)
        try:
            return float(number.clean(value))
        except ValidationError as error:
            raise ValidationError(
                _("%(programme)s: %(problem)s"), params={"programme": label, "problem": " ".join(error.messages)}
            ) from None
