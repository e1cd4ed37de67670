"""Opening consultations, writing comments, and moderating them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from groundfloor_web.consultation.models import Comment, Consultation
from groundfloor_web.consultation.same import waiting_like
from groundfloor_web.core.actions import Action, ActionForm, ActionModelForm, Change, Make, save
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.fields import day
from groundfloor_web.core.models import Stored
from groundfloor_web.core.roles import EVERYBODY, SECRETARIAT
from groundfloor_web.dialogue.actions.together import answer_all

SHORTEST = 10


class ConsultationForm(ActionModelForm):
    """A question to the public."""

    opens, closes = day(_("opens")), day(_("closes"))

    class Meta:
        model = Consultation
        fields = ["item", "title", "question", "opens", "closes", "rules"]


class CommentForm(ActionModelForm):
    """What somebody writes. `website` is a box that people do not see: what fills it is no person."""

    website = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Comment
        fields = ["consultation", "name", "stance", "text"]
        widgets = {"consultation": forms.HiddenInput, "text": forms.Textarea(attrs={"rows": 6})}

    def clean_website(self) -> str:
        """Nothing."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("This was not written by a person."), code="robot")
        return ""

    def clean_text(self) -> str:
        """A comment that says something."""
        text: str = self.cleaned_data["text"].strip()
        if len(text) < SHORTEST:
            raise forms.ValidationError(_("Please write a sentence."), code="short")
        return text

    def clean_consultation(self) -> Consultation:
        """One that is open, of a workspace with a public page."""
        found: Consultation = self.cleaned_data["consultation"]
        if not found.is_open or not (found.workspace.is_open or self.actor.is_member):
            raise forms.ValidationError(_("This consultation is not open."), code="closed")
        return found


class ReasonForm(ActionForm):
    """Why a comment is not published."""

    reason = forms.CharField(label=_("Reason, by the rules of moderation"), max_length=300)


class TogetherForm(ActionForm):
    """One decision, and which comments it is for."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=[one for one in Comment.State.choices if one[0] != Comment.State.WAITING]
    )
    reason = forms.CharField(
        label=_("Reason, by the rules of moderation"),
        max_length=300,
        required=False,
        help_text=_("Needed where it is declined"),
    )
    others = forms.ModelMultipleChoiceField(
        Comment.objects,
        label=_("comments decided on together with it"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each stays as it was written, under the name of who wrote it."),
    )
    field_order = ["others"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        assert isinstance(self.target, Comment)  # noqa: S101 - the action is about one
        like = waiting_like(self.target)
        self.fields["others"].queryset = like
        self.fields["others"].initial = [one.pk for one in like]

    def clean(self) -> dict[str, Any]:
        """Who declines says why; who publishes need not."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("decision") == Comment.State.DECLINED and not given.get("reason"):
            self.add_error("reason", _("Say why, by the rules of moderation."))
        return given


class Consult(Make):
    """Ask the public about an item."""

    label = _("Ask the public")
    roles = SECRETARIAT
    model = Consultation
    form = ConsultationForm
    leads_on = True


class ChangeConsultation(Change):
    """Change a consultation; its question stays once somebody has written."""

    label = _("Change the consultation")
    roles = SECRETARIAT
    model = Consultation
    form = ConsultationForm

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of one to which nobody has written."""
        return isinstance(target, Consultation) and not target.is_answered


class Write(Action):
    """Write a comment: no account is needed, and nothing but what is written is kept."""

    label = _("Write a comment")
    roles = EVERYBODY
    model = Comment
    form = CommentForm
    makes = True

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The comment, waiting for a moderator."""
        kept = {key: value for key, value in given.items() if key != "website"}
        return save(Comment(workspace=actor.workspace), kept | {"language": (get_language() or "en").partition("-")[0]})


class Moderates(Action):
    """Decide on a comment; a decision may be changed, and the trail keeps the one before."""

    roles = SECRETARIAT
    model = Comment
    state: str

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Where it is not decided so already."""
        return isinstance(target, Comment) and target.state != cls.state

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The comment as decided."""
        assert target is not None  # noqa: S101 - `permits` has seen to it
        return save(target, {"state": cls.state, "reason": given.get("reason", "")})


class Publish(Moderates):
    """Publish a comment."""

    label = _("Publish the comment")
    roles = SECRETARIAT
    model = Comment
    state = Comment.State.PUBLISHED


class Decline(Moderates):
    """Do not publish a comment, and say why by the rules."""

    label = _("Decline the comment")
    roles = SECRETARIAT
    model = Comment
    form = ReasonForm
    state = Comment.State.DECLINED


class ModerateTogether(Action):
    """Decide at once on comments that say the same; each keeps its words and its name."""

    label = _("Decide together")
    roles = SECRETARIAT
    model = Comment
    form = TogetherForm

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of one that waits, where another that may say the same waits too."""
        if not isinstance(target, Comment) or target.state != Comment.State.WAITING:
            return False
        # a list of comments knows it of all of them at once
        same = getattr(target, "same", None)
        if same is None:
            return waiting_like(target).exists()
        return any(one.state == Comment.State.WAITING and not one.withdrawn for one in same)

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The comment as decided; the others too, each with a line of its own on the trail."""
        assert target is not None  # noqa: S101 - `permits` has seen to it
        decided = {"state": given["decision"], "reason": given["reason"]}
        answer_all(cls.name, actor, given["others"], decided)
        return save(target, decided)
