"""What the dialogue keeps."""

from groundfloor_web.dialogue.models.documents import Document, EarlierVersion
from groundfloor_web.dialogue.models.invitations import SeatInvitation
from groundfloor_web.dialogue.models.rounds import Criterion, Input, Item, Meeting, Position, Round, Score, Weight

__all__ = [
    "Criterion",
    "Document",
    "EarlierVersion",
    "Input",
    "Item",
    "Meeting",
    "Position",
    "Round",
    "Score",
    "SeatInvitation",
    "Weight",
]
