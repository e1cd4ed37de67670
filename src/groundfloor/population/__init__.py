"""Population by year, sex and age: the cohort-component projection, its inputs, variants, paths, and what follows from it."""

from __future__ import annotations

from groundfloor.population.assumptions import Scenario
from groundfloor.population.inputs import PopulationInputs
from groundfloor.population.life_tables import LifeTable, life_table
from groundfloor.population.paths import project_paths
from groundfloor.population.projection import Population, project
from groundfloor.population.reading import read_population
from groundfloor.population.variants import of_variant

__all__ = [
    "LifeTable",
    "Population",
    "PopulationInputs",
    "Scenario",
    "life_table",
    "of_variant",
    "project",
    "project_paths",
    "read_population",
]
