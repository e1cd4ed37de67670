"""Figures of a floor at any size: cost, reach, poverty and inequality from one table of households."""

from __future__ import annotations

from groundfloor.figures.homes import Given, Homes, homes_of
from groundfloor.figures.memory import Figures, Scene
from groundfloor.figures.plain import plain

__all__ = ["Figures", "Given", "Homes", "Scene", "homes_of", "plain"]
