"""How uncertain a floor's costs are: people, economy, take-up and survey drawn together along many paths."""

from groundfloor.uncertainty.found import TABLES, Uncertainty
from groundfloor.uncertainty.run import cost_uncertainty

__all__ = ["TABLES", "Uncertainty", "cost_uncertainty"]
