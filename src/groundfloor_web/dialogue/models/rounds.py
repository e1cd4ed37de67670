"""Rounds of dialogue, what is under discussion in them, and what seats say, agree to and reserve."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.models import Stored
from groundfloor_web.core.words import WordsField, said
from groundfloor_web.explorer.models import Exploration
from groundfloor_web.options.models import Option
from groundfloor_web.stakeholders.models import Body, Seat
from groundfloor_web.stocktaking.models import Recommendation


class Round(Stored):
    """A round of dialogue of a body: what it is for, and from when to when seats may speak."""

    class State(models.TextChoices):
        """Where the round stands."""

        PLANNED = "planned", _("planned")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    body = models.ForeignKey(Body, models.PROTECT, related_name="rounds", verbose_name=_("body"))
    title = WordsField(_("title"))
    purpose = WordsField(_("purpose"), long=True, blank=True)
    opens = models.DateField(_("opens"))
    closes = models.DateField(_("closes"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED, editable=False)

    class Meta:
        ordering = ["-opens", "-pk"]
        verbose_name = _("round of dialogue")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes__gte=models.F("opens")),
                name="round_closes_after_it_opens",
                violation_error_message=_("The round closes before it opens."),
            )
        ]

    def __str__(self) -> str:
        return said(self.title)[0]

    def get_absolute_url(self) -> str:
        """The page of the round."""
        return reverse("dialogue:round", args=[self.workspace.slug, self.pk])


class Item(Stored):
    """Something under discussion: a text by paragraphs, about an option or an exploration. Its text is fixed once somebody has spoken
    to it.
    """

    class State(models.TextChoices):
        """What became of the item."""

        OPEN = "open", _("under discussion")
        AGREED = "agreed", _("agreed")
        AGREED_WITH_RESERVATIONS = "agreed_with_reservations", _("agreed with reservations")
        NOT_AGREED = "not_agreed", _("not agreed")

    round = models.ForeignKey(Round, models.PROTECT, related_name="items", verbose_name=_("round"))
    order = models.PositiveSmallIntegerField(_("place on the agenda"), default=1)
    title = WordsField(_("title"))
    text = WordsField(
        _("text"), long=True, help_text=_("An empty line begins a new paragraph; amendments are to a paragraph.")
    )
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("recommendation")
    )
    option = models.ForeignKey(
        Option, models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("option")
    )
    exploration = models.ForeignKey(
        Exploration, models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("exploration")
    )
    state = models.CharField(_("state"), max_length=30, choices=State.choices, default=State.OPEN, editable=False)
    conclusion = WordsField(_("conclusion"), long=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("item under discussion")

    def __str__(self) -> str:
        return said(self.title)[0]

    def get_absolute_url(self) -> str:
        """The page of the item."""
        return reverse("dialogue:item", args=[self.workspace.slug, self.pk])

    @property
    def is_open(self) -> bool:
        """Whether seats may speak to it now."""
        return self.state == self.State.OPEN and self.round.state == Round.State.OPEN

    @property
    def paragraphs(self) -> list[str]:
        """The text in the reader's language, by paragraphs."""
        return [part.strip() for part in said(self.text)[0].replace("\r\n", "\n").split("\n\n") if part.strip()]


class Input(Stored):
    """What a seat said to an item, and what became of it. Nothing said is changed: who says more says it anew."""

    class Kind(models.TextChoices):
        """What kind of input it is."""

        STATEMENT = "statement", _("Statement")
        QUESTION = "question", _("Question")
        AMENDMENT = "amendment", _("Amendment to a paragraph")
        PROPOSAL = "proposal", _("Proposal")

    class Stance(models.TextChoices):
        """Where the seat stands."""

        SUPPORTS = "supports", _("supports")
        RESERVES = "reserves", _("has reservations")
        OPPOSES = "opposes", _("opposes")
        NEUTRAL = "neutral", _("neutral")

    class Disposition(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("waiting for an answer")
        ACCEPTED = "accepted", _("accepted")
        IN_PART = "in_part", _("accepted in part")
        NOTED = "noted", _("noted")
        ANSWERED = "answered", _("answered")
        NOT_ACCEPTED = "not_accepted", _("not accepted")

    item = models.ForeignKey(Item, models.PROTECT, related_name="inputs", verbose_name=_("item"))
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="inputs", verbose_name=_("for the seat"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    stance = models.CharField(_("stance"), max_length=10, choices=Stance.choices, default=Stance.NEUTRAL)
    paragraph = models.PositiveSmallIntegerField(_("paragraph"), null=True, blank=True)
    text = WordsField(_("what is said"), long=True)
    proposed = WordsField(_("new wording of the paragraph"), long=True, blank=True)
    offline = models.CharField(
        _("said where"),
        max_length=200,
        blank=True,
        help_text=_("A workshop, letter or call, where it was not said here"),
    )
    disposition = models.CharField(
        max_length=20, choices=Disposition.choices, default=Disposition.WAITING, editable=False
    )
    reason = WordsField(_("reason"), long=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("input")

    def __str__(self) -> str:
        return f"{self.seat}: {said(self.text)[0][:80]}"

    def get_absolute_url(self) -> str:
        """Among what was said to its item."""
        return f"{self.item.get_absolute_url()}#input-{self.pk}"


class Position(Stored):
    """Whether a seat agrees to an item as it is concluded, with a reservation in its own words where it has one."""

    class Answer(models.TextChoices):
        """What the seat answers."""

        AGREES = "agrees", _("agrees")
        WITH_RESERVATION = "with_reservation", _("agrees with a reservation")
        DISAGREES = "disagrees", _("does not agree")
        ABSTAINS = "abstains", _("abstains")

    item = models.ForeignKey(Item, models.PROTECT, related_name="positions", verbose_name=_("item"))
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="positions", verbose_name=_("for the seat"))
    answer = models.CharField(_("answer"), max_length=20, choices=Answer.choices)
    reservation = WordsField(_("reservation"), long=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("position")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "seat"],
                name="one_position_a_seat",
                violation_error_message=_("This seat has taken a position: change it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_answer_display()}"

    def get_absolute_url(self) -> str:
        """Among the positions on its item."""
        return f"{self.item.get_absolute_url()}#positions"


class Meeting(Stored):
    """A meeting of a round: who was there, and minutes that are drafted, circulated and validated."""

    class Minutes(models.TextChoices):
        """The stage of the minutes."""

        NONE = "none", _("no minutes yet")
        DRAFT = "draft", _("draft")
        CIRCULATED = "circulated", _("circulated for amendment")
        VALIDATED = "validated", _("validated")

    round = models.ForeignKey(Round, models.PROTECT, related_name="meetings", verbose_name=_("round"))
    title = WordsField(_("title"))
    on = models.DateTimeField(_("when"))
    place = models.CharField(_("where"), max_length=200, blank=True)
    present = models.ManyToManyField(Seat, blank=True, related_name="meetings", verbose_name=_("seats that were taken"))
    minutes = WordsField(_("minutes"), long=True, blank=True)
    stage = models.CharField(max_length=12, choices=Minutes.choices, default=Minutes.NONE, editable=False)

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("meeting")

    def __str__(self) -> str:
        return said(self.title)[0]

    def get_absolute_url(self) -> str:
        """The page of the meeting."""
        return reverse("dialogue:meeting", args=[self.workspace.slug, self.pk])


class Criterion(Stored):
    """What priorities are judged by in a round."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="criteria", verbose_name=_("round"))
    name = WordsField(_("criterion"))
    meaning = WordsField(_("what a high score means"), long=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("criterion")

    def __str__(self) -> str:
        return said(self.name)[0]

    def get_absolute_url(self) -> str:
        """The priorities of its round."""
        return reverse("dialogue:priorities", args=[self.workspace.slug, self.round_id])


class Score(Stored):
    """How well an item does by a criterion, from 0 to 100, and on what ground."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="scores", verbose_name=_("item"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores", verbose_name=_("criterion"))
    value = models.PositiveSmallIntegerField(_("score from 0 to 100"))
    ground = WordsField(_("on what ground"), blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("score")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "criterion"],
                name="one_score_each",
                violation_error_message=_("There is a score: change it."),
            ),
            models.CheckConstraint(
                condition=models.Q(value__lte=100),
                name="score_to_100",
                violation_error_message=_("A score is from 0 to 100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} / {self.criterion}: {self.value}"

    def get_absolute_url(self) -> str:
        """The priorities of its round."""
        return self.criterion.get_absolute_url()


class Weight(Stored):
    """How much a criterion matters to a seat, from 0 to 100."""

    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="weights", verbose_name=_("criterion"))
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="weights", verbose_name=_("for the seat"))
    value = models.PositiveSmallIntegerField(_("weight from 0 to 100"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("weight")
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "seat"],
                name="one_weight_each",
                violation_error_message=_("This seat has given a weight: change it."),
            ),
            models.CheckConstraint(
                condition=models.Q(value__lte=100),
                name="weight_to_100",
                violation_error_message=_("A weight is from 0 to 100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} / {self.criterion}: {self.value}"

    def get_absolute_url(self) -> str:
        """The priorities of its round."""
        return self.criterion.get_absolute_url()
