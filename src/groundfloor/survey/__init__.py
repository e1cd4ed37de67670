"""Microdata: files described by survey.yaml, harmonised, checked, weighted, or drawn from published margins."""

from __future__ import annotations

from groundfloor.survey.read import data_files, read_survey

__all__ = ["data_files", "read_survey"]
