"""What data files hold, how they join, and the survey.yaml that this suggests; a person corrects it."""

from __future__ import annotations

from groundfloor.survey.inspect.found import Found, find
from groundfloor.survey.inspect.look import Column, Seen, look, look_at
from groundfloor.survey.inspect.sayings import PREFIX, Words, messages_in
from groundfloor.survey.inspect.show import shown
from groundfloor.survey.inspect.suggest import suggestion

__all__ = [
    "PREFIX",
    "Column",
    "Found",
    "Seen",
    "Words",
    "find",
    "look",
    "look_at",
    "messages_in",
    "shown",
    "suggestion",
]
