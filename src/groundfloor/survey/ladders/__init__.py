"""Drinking water, sanitation and hygiene on the ladders of the Joint Monitoring Programme, from the codes of a questionnaire."""

from groundfloor.survey.ladders.climb import climbed
from groundfloor.survey.ladders.described import NAMES, Ladder, ladder_of

__all__ = ["NAMES", "Ladder", "climbed", "ladder_of"]
