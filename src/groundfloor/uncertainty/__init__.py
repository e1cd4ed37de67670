"""How uncertain a floor's costs are: people, economy, take-up and survey drawn together along many paths."""

from groundfloor.uncertainty.run import TABLES, Uncertainty, cost_uncertainty

__all__ = ["TABLES", "Uncertainty", "cost_uncertainty"]
