"""Rounds, what is said in them, meetings and priorities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from groundfloor_web.core import audit
from groundfloor_web.core.actions import Action, Change, Make, save
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Stored
from groundfloor_web.core.roles import CONTRIBUTORS, MEMBERS, SECRETARIAT, Role, Roles
from groundfloor_web.dialogue import forms
from groundfloor_web.dialogue.models import Criterion, Input, Item, Meeting, Position, Round, Score, Weight
from groundfloor_web.dialogue.voices import speaks_for

SPEAKERS: Roles = MEMBERS - {Role.ANALYST}
"""Who may hold a seat and speak for it; an observer's seat speaks and does not decide."""


class PlanRound(Make):
    """Plan a round of dialogue."""

    label = _("Plan a round")
    roles = SECRETARIAT
    model = Round
    form = forms.RoundForm
    leads_on = True


class ChangeRound(Change):
    """Change a round that has not been closed."""

    label = _("Change the round")
    roles = SECRETARIAT
    model = Round
    form = forms.RoundForm

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of one that is not closed."""
        return isinstance(target, Round) and target.state != Round.State.CLOSED


class Moves(Action):
    """Bring something to its next state."""

    field = "state"
    before: tuple[str, ...]
    after: str

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Where it stands in a state from which it may be moved."""
        return getattr(target, cls.field, None) in cls.before

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The thing in its new state."""
        assert target is not None  # noqa: S101 - `perform` has seen to it
        return save(target, {cls.field: cls.after})


class OpenRound(Moves):
    """Open a round: from now on seats may speak."""

    label = _("Open the round")
    roles = SECRETARIAT
    model = Round
    before, after = (Round.State.PLANNED,), Round.State.OPEN


class CloseRound(Moves):
    """Close a round: nothing more is said in it, and everything said has an answer."""

    label = _("Close the round")
    roles = SECRETARIAT
    model = Round
    before, after = (Round.State.OPEN,), Round.State.CLOSED

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of an open one in which nothing waits for an answer."""
        waiting = Input.objects.filter(item__round=target, withdrawn=False, disposition=Input.Disposition.WAITING)
        return super().permits(actor, target) and not waiting.exists()


class PutItem(Make):
    """Put something under discussion."""

    label = _("Put an item on the agenda")
    roles = SECRETARIAT
    model = Item
    form = forms.ItemForm
    leads_on = True


class ChangeItem(Change):
    """Change an item as long as nobody has spoken to it."""

    label = _("Change the item")
    roles = SECRETARIAT
    model = Item
    form = forms.ItemForm

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of one to which nobody has spoken: what was reacted to stays as it was."""
        return isinstance(target, Item) and not target.inputs.exists() and not target.positions.exists()


class ConcludeItem(Action):
    """Conclude an item: agreed, agreed with reservations, or not agreed, with the conclusion in words."""

    label = _("Conclude the item")
    roles = SECRETARIAT
    model = Item
    form = forms.ConclusionForm

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of one that is under discussion in an open round."""
        return isinstance(target, Item) and target.is_open

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The item, concluded."""
        assert target is not None  # noqa: S101 - `permits` has seen to it
        return save(target, given)


class Say(Make):
    """Say something to an item for a seat that one holds."""

    label = _("Say something")
    roles = SPEAKERS
    model = Input
    form = forms.InputForm


class EnterInputs(Action):
    """Enter what was said in a workshop or letter, all of it at once."""

    label = _("Enter what was said elsewhere")
    roles = SECRETARIAT
    model = Input
    form = forms.SaidElsewhereForm
    makes = True

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """Every input, each with a line of its own on the trail; the last one is given back."""
        language = actor.workspace.languages[0]
        about = {
            "workspace": actor.workspace,
            "item": given["item"],
            "offline": given["offline"],
            "kind": Input.Kind.STATEMENT,
        }
        made = [
            Input.objects.create(**about, seat=seat, stance=stance, text={language: text})
            for seat, stance, text in given["said"]
        ]
        for one in made[:-1]:
            named = {"kind": one.kind_name(), "target": str(one.pk), "said": cls.words(one)}
            audit.append(actor.workspace, actor.user_id, cls.name, **named, after=one.snapshot())
        return made[-1]


class AnswerInput(Action):
    """Say what becomes of an input, and why. An answer may be changed; the trail keeps the one before."""

    label = _("Answer")
    roles = SECRETARIAT
    model = Input
    form = forms.DispositionForm

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """As long as the round is not closed."""
        return isinstance(target, Input) and target.item.round.state != Round.State.CLOSED

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The input with its disposition."""
        assert target is not None  # noqa: S101 - `permits` has seen to it
        return save(target, given)


class TakePosition(Make):
    """Say for a seat whether it agrees."""

    label = _("Take a position")
    roles = SPEAKERS
    model = Position
    form = forms.PositionForm


class ChangePosition(Change):
    """Change the position of a seat that one holds."""

    label = _("Change the position")
    roles = SPEAKERS
    model = Position
    form = forms.PositionForm

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of one's own seat, as long as the item is open."""
        return isinstance(target, Position) and target.item.is_open and speaks_for(actor, target.seat)


class CallMeeting(Make):
    """Call a meeting."""

    label = _("Call a meeting")
    roles = SECRETARIAT
    model = Meeting
    form = forms.MeetingForm
    leads_on = True


class ChangeMeeting(Change):
    """Change when and where a meeting is."""

    label = _("Change the meeting")
    roles = SECRETARIAT
    model = Meeting
    form = forms.MeetingForm


class WriteMinutes(Action):
    """Write who was there and what was said; validated minutes stay as they are."""

    label = _("Write the minutes")
    roles = SECRETARIAT
    model = Meeting
    form = forms.MinutesForm

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """As long as they are not validated."""
        return isinstance(target, Meeting) and target.stage != Meeting.Minutes.VALIDATED

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The meeting with its minutes as a draft; changed after they were circulated, they are circulated anew."""
        assert target is not None  # noqa: S101 - `permits` has seen to it
        return save(target, dict(given) | {"stage": Meeting.Minutes.DRAFT})


class CirculateMinutes(Moves):
    """Circulate the draft minutes for amendment."""

    label = _("Circulate the minutes")
    roles = SECRETARIAT
    model = Meeting
    field = "stage"
    before, after = (Meeting.Minutes.DRAFT,), Meeting.Minutes.CIRCULATED


class ValidateMinutes(Moves):
    """Validate the minutes; they are then what was said."""

    label = _("Validate the minutes")
    roles = SECRETARIAT
    model = Meeting
    field = "stage"
    before, after = (Meeting.Minutes.CIRCULATED,), Meeting.Minutes.VALIDATED


class AddCriterion(Make):
    """Add a criterion by which priorities are judged."""

    label = _("Add a criterion")
    roles = SECRETARIAT
    model = Criterion
    form = forms.CriterionForm


class GiveScore(Make):
    """Say how well an item does by a criterion, and on what ground."""

    label = _("Give a score")
    roles = SECRETARIAT | {Role.ANALYST}
    model = Score
    form = forms.ScoreForm


class ChangeScore(Change):
    """Change a score."""

    label = _("Change the score")
    roles = SECRETARIAT | {Role.ANALYST}
    model = Score
    form = forms.ScoreForm


class GiveWeight(Make):
    """Say for a seat how much a criterion matters."""

    label = _("Give a weight")
    roles = CONTRIBUTORS - {Role.ANALYST}
    model = Weight
    form = forms.WeightForm


class ChangeWeight(Change):
    """Change a weight of a seat that one holds."""

    label = _("Change the weight")
    roles = CONTRIBUTORS - {Role.ANALYST}
    model = Weight
    form = forms.WeightForm

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of one's own seat."""
        return isinstance(target, Weight) and speaks_for(actor, target.seat)
