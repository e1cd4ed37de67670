"""A country pack: schema, reading, checking. Data only; the engine knows no country."""

from groundfloor.country.model import Country, Economy, Observation
from groundfloor.country.reading import read_country

__all__ = ["Country", "Economy", "Observation", "read_country"]
