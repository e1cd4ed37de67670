"""Contributory schemes over decades: insured cohorts, pensions and other branches, contributions, reserve and rights."""
