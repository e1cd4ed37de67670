"""Invitations of seats to a round or a meeting, and what they answer."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.models import Stored
from groundfloor_web.dialogue.models.rounds import Meeting, Round
from groundfloor_web.stakeholders.models import Seat


class SeatInvitation(Stored):
    """A seat is invited to a round, or to one of its meetings, and answers by a day."""

    class State(models.TextChoices):
        """What is known of the answer."""

        INVITED = "invited", _("invited")
        SEEN = "seen", _("seen")
        ACCEPTED = "accepted", _("comes")
        ALTERNATE = "alternate", _("an alternate comes")
        DECLINED = "declined", _("does not come")

    UNANSWERED = (State.INVITED, State.SEEN)
    COMING = (State.ACCEPTED, State.ALTERNATE)

    round = models.ForeignKey(Round, models.PROTECT, related_name="invitations", verbose_name=_("round"))
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("meeting")
    )
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="invitations", verbose_name=_("seat"))
    deadline = models.DateField(_("answer by"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.INVITED, editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    reminded = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["seat__organisation__constituency", "pk"]
        verbose_name = _("invitation of a seat")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "seat"],
                condition=models.Q(withdrawn=False, meeting=None),
                name="one_invitation_to_a_round",
            ),
            models.UniqueConstraint(
                fields=["meeting", "seat"],
                condition=models.Q(withdrawn=False),
                name="one_invitation_to_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.about}"

    @property
    def about(self) -> Round | Meeting:
        """What the seat is invited to."""
        return self.meeting or self.round

    def get_absolute_url(self) -> str:
        """Among the invitations to it."""
        return f"{self.about.get_absolute_url()}#invitations"

    @property
    def is_answered(self) -> bool:
        """Whether it is known if somebody comes."""
        return self.state not in self.UNANSWERED

    @property
    def is_late(self) -> bool:
        """Whether the answer should have come."""
        return not self.is_answered and self.deadline < timezone.localdate()
