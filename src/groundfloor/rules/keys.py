"""Identifiers as numbers for the take-up draw."""

from __future__ import annotations

import zlib

import numpy as np

from groundfloor.survey.frame import Ints, Survey, Text


def _words(survey: Survey, name: str) -> list[str]:
    column = survey.columns[name]
    if isinstance(column, Text):
        return [column.levels[code] if code >= 0 else "" for code in column.codes]
    return [f"{value:.15g}" for value in column]


def household_keys(survey: Survey) -> Ints:
    """One number a person, the same for all of a household: the column `_household_key`, or CRC-32 of its id."""
    kept = survey.columns.get("_household_key")
    if kept is not None and not isinstance(kept, Text):
        return kept.astype(np.int64)
    return np.array([zlib.crc32(word.encode()) for word in _words(survey, "household_id")], dtype=np.int64)


def person_keys(survey: Survey) -> Ints:
    """One number a person: the column `_key`, or CRC-32 of 'household_id/person_id'."""
    kept = survey.columns.get("_key")
    if kept is not None and not isinstance(kept, Text):
        return kept.astype(np.int64)
    pairs = zip(_words(survey, "household_id"), _words(survey, "person_id"), strict=True)
    return np.array([zlib.crc32(f"{home}/{person}".encode()) for home, person in pairs], dtype=np.int64)
