"""The verbs of the command line as functions: the same names, the same inputs, the same answers."""

from groundfloor.api.analysis import compare as compare
from groundfloor.api.analysis import fiscal_incidence as fiscal_incidence
from groundfloor.api.analysis import measure as measure
from groundfloor.api.analysis import proxy_means as proxy_means
from groundfloor.api.contributory import project_contributory as project_contributory
from groundfloor.api.packs import EXAMPLE_DAY as EXAMPLE_DAY
from groundfloor.api.packs import cost as cost
from groundfloor.api.packs import demo as demo
from groundfloor.api.packs import explain as explain
from groundfloor.api.packs import finance as finance
from groundfloor.api.packs import take_up as take_up
from groundfloor.api.populations import life_tables as life_tables
from groundfloor.api.populations import project as project
from groundfloor.api.services import cost_services as cost_services
from groundfloor.api.sources import SURVEY as SURVEY
from groundfloor.api.sources import read_survey as read_survey
from groundfloor.api.sources import survey_at as survey_at
from groundfloor.api.standard import preset as preset
from groundfloor.api.surveys import Checked as Checked
from groundfloor.api.surveys import Inspected as Inspected
from groundfloor.api.surveys import age as age
from groundfloor.api.surveys import build_survey as build_survey
from groundfloor.api.surveys import check_survey as check_survey
from groundfloor.api.surveys import inspect_survey as inspect_survey
from groundfloor.api.surveys import measure_grouped as measure_grouped
from groundfloor.api.surveys import reweight as reweight
