"""The weight that a criterion of the dialogue was given, by which an objective may be weighed."""

from __future__ import annotations

from statistics import fmean

from groundfloor_web.dialogue.models import Criterion, Weight
from groundfloor_web.dialogue.priorities import priorities


def agreed(criterion: Criterion) -> float | None:
    """The mean over constituencies, which count alike, of what each gives a criterion; None until all that gave weights in its round have.

    What a constituency gives is the mean over its seats, as in the table of priorities.
    """
    weights = Weight.objects.of(criterion.workspace).standing().filter(criterion__round=criterion.round_id)
    found = priorities([], [criterion], [], weights.select_related("seat__organisation"))
    (_criterion, values), *_none = found.weights
    known = [one for one in values if one is not None]
    return fmean(known) if known and len(known) == len(values) else None
