"""Figures of a floor at any size: cost, reach, poverty and inequality from one table of households."""

from groundfloor.figures.homes import Given as Given
from groundfloor.figures.homes import Homes as Homes
from groundfloor.figures.homes import homes_of as homes_of
from groundfloor.figures.plain import plain as plain
from groundfloor.figures.streamed import streamed as streamed
