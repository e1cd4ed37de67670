"""Contributory schemes over decades: insured cohorts, pensions and other branches, contributions, reserve and rights."""

from groundfloor.contributory.cohorts import Demography
from groundfloor.contributory.country import Contributory
from groundfloor.contributory.description import Scheme, read_scheme
from groundfloor.contributory.money import Money
from groundfloor.contributory.projection import Projection, project_scheme

__all__ = ["Contributory", "Demography", "Money", "Projection", "Scheme", "project_scheme", "read_scheme"]
