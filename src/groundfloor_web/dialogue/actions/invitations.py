"""Inviting seats to rounds and meetings, answering, and reminding."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from groundfloor_web.accounts import mail
from groundfloor_web.core import audit
from groundfloor_web.core.actions import Action, ActionForm, Withdraw, save
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.fields import day
from groundfloor_web.core.models import Stored
from groundfloor_web.core.roles import MEMBERS, SECRETARIAT, Role
from groundfloor_web.core.words import said
from groundfloor_web.dialogue.models import Meeting, Round, SeatInvitation
from groundfloor_web.dialogue.voices import holders, holds
from groundfloor_web.stakeholders.models import Constituency, Seat

State = SeatInvitation.State


class InviteForm(ActionForm):
    """Whom to invite to what, and until when they answer."""

    ALL, BY_CONSTITUENCY, SOME = "all", "constituencies", "seats"

    round = forms.ModelChoiceField(Round.objects, label=_("round"))
    meeting = forms.ModelChoiceField(
        Meeting.objects,
        label=_("meeting"),
        required=False,
        help_text=_("Leave it empty to invite to the round as a whole."),
    )
    whom = forms.ChoiceField(
        label=_("whom"),
        choices=[
            (ALL, _("every seat of the body")),
            (BY_CONSTITUENCY, _("the seats of these constituencies")),
            (SOME, _("these seats")),
        ],
    )
    constituencies = forms.MultipleChoiceField(
        label=_("constituencies"), choices=Constituency.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    seats = forms.ModelMultipleChoiceField(
        Seat.objects.select_related("organisation"),
        label=_("seats"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    deadline = day(_("answer by"))

    def clean_deadline(self) -> Any:
        """A day that is still to come."""
        deadline = self.cleaned_data["deadline"]
        if deadline < timezone.localdate():
            raise ValidationError(_("This day has passed."), code="past")
        return deadline

    def clean(self) -> dict[str, Any]:
        """Seats of the body that have not been invited to it yet."""
        given: dict[str, Any] = super().clean() or {}
        round_, meeting, whom = (given.get(name) for name in ("round", "meeting", "whom"))
        if round_ is None or whom is None or self.errors:
            return given
        if round_.state == Round.State.CLOSED:
            self.add_error("round", _("This round is closed."))
        if meeting is not None and meeting.round_id != round_.pk:
            self.add_error("meeting", _("This meeting is of another round."))
        seats = round_.body.seats.filter(withdrawn=False)
        if whom == self.BY_CONSTITUENCY:
            seats = seats.filter(organisation__constituency__in=given["constituencies"])
        elif whom == self.SOME:
            seats = seats.filter(pk__in=[seat.pk for seat in given["seats"]])
        invited = SeatInvitation.objects.filter(round=round_, meeting=meeting, withdrawn=False)
        given["invited"] = list(seats.exclude(pk__in=invited.values("seat")))
        if not given["invited"]:
            self.add_error("whom", _("There is no seat among them that has not been invited already."))
        return given


class InviteSeats(Action):
    """Invite seats to a round or a meeting: all, those of some constituencies, or some."""

    label = _("Invite seats")
    roles = SECRETARIAT
    model = SeatInvitation
    form = InviteForm
    makes = True

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """Every invitation, each with a line of its own on the trail; the last one is given back."""
        about = {name: given[name] for name in ("round", "meeting", "deadline")}
        made = [
            SeatInvitation.objects.create(workspace=actor.workspace, seat=seat, **about) for seat in given["invited"]
        ]
        for one in made[:-1]:
            named = {"kind": one.kind_name(), "target": str(one.pk), "said": cls.words(one)}
            audit.append(actor.workspace, actor.user_id, cls.name, **named, after=one.snapshot())
        write_to(made, _("Invitation: {what}"))
        return made[-1]


def write_to(invitations: list[SeatInvitation], subject: Any) -> None:
    """Write to those who hold the seats, once the change stands and where letters can be sent."""
    if not mail.is_configured():
        return
    for one in invitations:
        for user in holders(one.seat):
            # what is filled in is said in the reader's language, not the writer's
            what = _In(one.about.title, user.language)
            body = format_lazy(
                _("{seat} is invited: {what}.\n\nPlease answer by {day} whether you come.\n{address}"),
                seat=one.seat.organisation,
                what=what,
                day=one.deadline.isoformat(),
                address=f"{settings.ADDRESS}{one.get_absolute_url()}" if settings.ADDRESS else "",
            )
            transaction.on_commit(partial(mail.write, user, format_lazy(subject, what=what), body))


class _In(str):
    """A text in the language of a reader."""

    def __new__(cls, words: Mapping[str, str], language: str) -> _In:
        return super().__new__(cls, said(words, language)[0])


class OfInvitation(Action):
    """Something said to an invitation, for a seat that one holds; the secretariat enters what it was told."""

    model = SeatInvitation
    roles = MEMBERS - {Role.ANALYST}
    state: ClassVar[str]

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of one's own seat, in another state, as long as the round is not closed."""
        return (
            isinstance(target, SeatInvitation)
            and target.state != cls.state
            and target.round.state != Round.State.CLOSED
            and (actor.plays(SECRETARIAT) or holds(actor, target.seat))
        )

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The invitation, answered."""
        assert target is not None  # noqa: S101 - `permits` has seen to it
        return save(target, {"state": cls.state, "note": given.get("note", "")})


class AcceptInvitation(OfInvitation):
    """Say that the titular comes."""

    label = _("We come")
    state = State.ACCEPTED


class SendAlternate(OfInvitation):
    """Say that an alternate comes in the titular's stead."""

    label = _("An alternate comes")
    state = State.ALTERNATE


class NoteForm(ActionForm):
    """A note to the secretariat."""

    note = forms.CharField(label=_("note"), max_length=300, required=False)


class DeclineInvitation(OfInvitation):
    """Say that nobody comes, with a note if one likes."""

    label = _("We do not come")
    form = NoteForm
    state = State.DECLINED


class SeeInvitation(OfInvitation):
    """Note that an invitation was seen by who holds the seat; opening its page does it."""

    label = _("Invitation seen")
    state = State.SEEN

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of one's own seat, once."""
        return isinstance(target, SeatInvitation) and target.state == State.INVITED and holds(actor, target.seat)


class WithdrawSeatInvitation(Withdraw):
    """Take an invitation back."""

    label = _("Take the invitation back")
    roles = SECRETARIAT
    model = SeatInvitation


class Reminds(Action):
    """Remind by e-mail all seats that have not answered."""

    label: ClassVar[Any]
    roles = SECRETARIAT

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Where letters can be sent and an answer is missing."""
        return target is not None and mail.is_configured() and cls.unanswered(target).exists()

    @classmethod
    def unanswered(cls, target: Any) -> Any:
        """The invitations to the round or meeting that wait for an answer."""
        found = target.invitations.filter(withdrawn=False, state__in=SeatInvitation.UNANSWERED)
        return found.filter(meeting=None) if isinstance(target, Round) else found

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The round or meeting; each invitation says when it was reminded of."""
        assert target is not None  # noqa: S101 - `permits` has seen to it
        found = list(cls.unanswered(target))
        for one in found:
            before, one.version = one.snapshot(), one.version + 1
            save(one, {"reminded": timezone.now()})
            named = {"kind": one.kind_name(), "target": str(one.pk), "said": cls.words(one)}
            audit.append(actor.workspace, actor.user_id, cls.name, **named, before=before, after=one.snapshot())
        write_to(found, _("Reminder: {what}"))
        return save(target, {})


class RemindOfRound(Reminds):
    """Remind the seats that have not said whether they take part in a round."""

    label = _("Remind by e-mail")
    model = Round


class RemindOfMeeting(Reminds):
    """Remind the seats that have not said whether they come to a meeting."""

    label = _("Remind by e-mail")
    model = Meeting
