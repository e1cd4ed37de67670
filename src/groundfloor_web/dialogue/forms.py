"""What the actions of the dialogue ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.actions import ActionForm, ActionModelForm
from groundfloor_web.core.fields import day, moment
from groundfloor_web.core.roles import SECRETARIAT
from groundfloor_web.core.words import WordsFormField
from groundfloor_web.dialogue.models import Criterion, Input, Item, Meeting, Position, Round, Score, Weight
from groundfloor_web.dialogue.voices import holds, seats_of
from groundfloor_web.stakeholders.models import Seat


class RoundForm(ActionModelForm):
    """A round of dialogue."""

    opens, closes = day(_("opens")), day(_("closes"))

    class Meta:
        model = Round
        fields = ["body", "title", "purpose", "opens", "closes"]


class ItemForm(ActionModelForm):
    """An item under discussion."""

    class Meta:
        model = Item
        fields = ["round", "order", "title", "text", "recommendation", "option", "exploration"]


class ConclusionForm(ActionForm):
    """How an item ends."""

    state = forms.ChoiceField(
        label=_("Outcome"), choices=[one for one in Item.State.choices if one[0] != Item.State.OPEN]
    )
    conclusion = WordsFormField(label=_("Conclusion"), long=True)

    def clean(self) -> dict[str, Any]:
        """An agreement is no more than what seats have said: who has a reservation or disagrees is not passed over."""
        given: dict[str, Any] = super().clean() or {}
        assert isinstance(self.target, Item)  # noqa: S101 - the action is about one
        answers = set(self.target.positions.filter(withdrawn=False).values_list("answer", flat=True))
        reserved = answers & {Position.Answer.WITH_RESERVATION, Position.Answer.DISAGREES}
        if given.get("state") == Item.State.AGREED and reserved:
            self.add_error(
                "state",
                _("Seats have reservations or do not agree: conclude it as agreed with reservations or not agreed."),
            )
        if self.target.inputs.filter(withdrawn=False, disposition=Input.Disposition.WAITING).exists():
            raise ValidationError(_("Some of what was said still waits for an answer."), code="waiting")
        return given


class OfSeat(ActionModelForm):
    """Something said for a seat that the actor holds; the secretariat enters what was said elsewhere, and says where."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["seat"]
        field.queryset = seats_of(self.actor)
        if field.queryset.count() == 1:
            field.initial = field.queryset.get().pk

    def clean_seat(self) -> Seat:
        """A seat of the body whose round it is."""
        seat: Seat = self.cleaned_data["seat"]
        about = self.cleaned_data.get("item") or self.cleaned_data.get("criterion")
        if about is not None and seat.body_id != about.round.body_id:
            raise ValidationError(_("This seat is of another body."), code="body")
        return seat


class InputForm(OfSeat):
    """What a seat says."""

    class Meta:
        model = Input
        fields = ["item", "seat", "kind", "stance", "paragraph", "text", "proposed", "offline"]

    def clean(self) -> dict[str, Any]:
        """An amendment names a paragraph that there is and its new wording; what the secretariat enters for others says where it was said."""
        given: dict[str, Any] = super().clean() or {}
        item, seat = given.get("item"), given.get("seat")
        if item is not None and not item.is_open:
            self.add_error("item", _("This item is not open for discussion."))
        if given.get("kind") == Input.Kind.AMENDMENT and item is not None:
            if not given.get("paragraph") or given["paragraph"] > len(item.paragraphs):
                self.add_error(
                    "paragraph", _("Which paragraph? The text has %(count)s.") % {"count": len(item.paragraphs)}
                )
            if not given.get("proposed"):
                self.add_error("proposed", _("How should the paragraph read?"))
        if (
            seat is not None
            and not given.get("offline")
            and self.actor.plays(SECRETARIAT)
            and not holds(self.actor, seat)
        ):
            self.add_error("offline", _("You do not hold this seat: say where this was said."))
        return given


class DispositionForm(ActionForm):
    """What became of an input, and why."""

    disposition = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[one for one in Input.Disposition.choices if one[0] != Input.Disposition.WAITING],
    )
    reason = WordsFormField(label=_("Reason"), long=True)


class PositionForm(OfSeat):
    """Whether a seat agrees."""

    class Meta:
        model = Position
        fields = ["item", "seat", "answer", "reservation"]

    def clean(self) -> dict[str, Any]:
        """A reservation is in words."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("answer") == Position.Answer.WITH_RESERVATION and not given.get("reservation"):
            self.add_error("reservation", _("What is the reservation?"))
        item = given.get("item")
        if item is not None and not item.is_open:
            self.add_error("item", _("This item is not open for discussion."))
        return given


class MeetingForm(ActionModelForm):
    """A meeting."""

    on = moment(_("when"))

    class Meta:
        model = Meeting
        fields = ["round", "title", "on", "place"]


class MinutesForm(ActionModelForm):
    """Who was there, and what was said."""

    class Meta:
        model = Meeting
        fields = ["present", "minutes"]
        widgets = {"present": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        assert isinstance(self.target, Meeting)  # noqa: S101 - the action is about one
        self.fields["present"].queryset = self.fields["present"].queryset.filter(body=self.target.round.body_id)


class CriterionForm(ActionModelForm):
    """A criterion."""

    class Meta:
        model = Criterion
        fields = ["round", "name", "meaning"]


class ScoreForm(ActionModelForm):
    """A score."""

    class Meta:
        model = Score
        fields = ["item", "criterion", "value", "ground"]

    def clean(self) -> dict[str, Any]:
        """Item and criterion are of one round."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("item") and given.get("criterion") and given["item"].round_id != given["criterion"].round_id:
            self.add_error("criterion", _("This criterion is of another round."))
        return given


class WeightForm(OfSeat):
    """A weight."""

    class Meta:
        model = Weight
        fields = ["criterion", "seat", "value"]


class SaidElsewhereForm(ActionForm):
    """What was said in a workshop, a line for each input: the short name of the organisation, the stance, and the words."""

    item = forms.ModelChoiceField(Item.objects, label=_("item"))
    offline = forms.CharField(label=_("said where"), max_length=200)
    lines = forms.CharField(
        label=_("what was said"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("A line for each: TUC; supports; What was said. The stance is one of: %(stances)s.")
        % {"stances": ", ".join(Input.Stance.values)},
    )

    def clean(self) -> dict[str, Any]:
        """Every line names a seat of the body by its organisation and a stance there is; all of them or none."""
        given: dict[str, Any] = super().clean() or {}
        item = given.get("item")
        if item is None or "lines" not in given:
            return given
        if not item.is_open:
            self.add_error("item", _("This item is not open for discussion."))
        seats = {
            seat.organisation.acronym.lower(): seat
            for seat in item.round.body.seats.filter(withdrawn=False).select_related("organisation")
        }
        given["said"] = []
        for number, line in enumerate(given["lines"].splitlines(), 1):
            if not line.strip():
                continue
            name, stance, text = (part.strip() for part in [*line.split(";", 2), "", ""][:3])
            if name.lower() not in seats or stance not in Input.Stance.values or not text:
                message = _("Line %(number)s cannot be read: “%(line)s”.") % {"number": number, "line": line[:60]}
                self.add_error("lines", message)
            else:
                given["said"].append((seats[name.lower()], stance, text))
        return given
