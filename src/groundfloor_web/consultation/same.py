"""Which comments may say the same as others, or as what a seat has said to the item."""

from __future__ import annotations

from django.db.models import QuerySet

from groundfloor_web.consultation.models import Comment, Consultation
from groundfloor_web.dialogue.likeness import neighbours
from groundfloor_web.dialogue.same import found_once, texts_of

Key = tuple[str, int]
COMMENT, INPUT = "comment", "input"


def same_as(one: Consultation) -> dict[Key, list[Key]]:
    """By the key of a comment or input, the keys of those that it may say the same as."""
    comments = one.comments.filter(withdrawn=False).order_by("pk")
    inputs = one.item.inputs.filter(withdrawn=False).order_by("pk")

    def find() -> dict[Key, list[Key]]:
        said = {(INPUT, known.pk): texts_of(known) for known in inputs}
        return neighbours(said | {(COMMENT, known.pk): [known.text] for known in comments})

    found: dict[Key, list[Key]] = found_once(f"same-comments-{one.pk}", [comments, inputs], find)
    return found


def waiting_like(one: Comment) -> QuerySet[Comment]:
    """The comments that may say the same as one, and wait for a moderator."""
    same = [pk for kind, pk in same_as(one.consultation).get((COMMENT, one.pk), ()) if kind == COMMENT]
    return Comment.objects.of(one.workspace).standing().filter(pk__in=same, state=Comment.State.WAITING)


def beside_each_other(comments: list[Comment]) -> None:
    """Let each comment know the comments (`same`) and inputs (`said`) that it may say the same as."""
    known = {one.consultation_id: one.consultation for one in comments}
    same = {pk: same_as(one) for pk, one in known.items()}
    inputs = {one.pk: one for it in known.values() for one in it.item.inputs.select_related("seat__organisation")}
    written = {one.pk: one for it in known.values() for one in it.comments.all()}
    for comment in comments:
        like = same[comment.consultation_id].get((COMMENT, comment.pk), ())
        comment.same = [written[pk] for kind, pk in like if kind == COMMENT]  # type: ignore[attr-defined]
        comment.said = [inputs[pk] for kind, pk in like if kind == INPUT]  # type: ignore[attr-defined]
