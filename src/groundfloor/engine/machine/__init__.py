"""The machine: a floor compiled to a tape of instructions, run by one kernel over persons and households."""

from groundfloor.engine.machine.running import COUNTS as COUNTS
from groundfloor.engine.machine.running import Machine as Machine
from groundfloor.engine.machine.running import Swept as Swept
