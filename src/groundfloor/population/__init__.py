"""Population by year, sex and single age: the cohort-component projection and its inputs."""

from __future__ import annotations

from groundfloor.population.inputs import PopulationInputs
from groundfloor.population.projection import Population, project
from groundfloor.population.reading import read_population

__all__ = ["Population", "PopulationInputs", "project", "read_population"]
