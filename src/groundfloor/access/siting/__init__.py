"""Where the next facility should stand: whom each cell would reach, and which sites together bring most."""

from groundfloor.access.questions import Question
from groundfloor.access.siting.answer import Answer, Step, answers
from groundfloor.access.siting.field import Field, Sets

__all__ = ["Answer", "Field", "Question", "Sets", "Step", "answers"]
