"""What essential services cost by sector: people covered, capital, recurrent and who pays, year by year."""

from groundfloor.costing.services.annuity import annuity
from groundfloor.costing.services.costs import Cost, cost_of
from groundfloor.costing.services.country import Services, cost_sectors
from groundfloor.costing.services.description import Description, read_services
from groundfloor.costing.services.setting import Setting

__all__ = ["Cost", "Description", "Services", "Setting", "annuity", "cost_of", "cost_sectors", "read_services"]
