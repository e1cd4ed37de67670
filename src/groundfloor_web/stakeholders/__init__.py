"""Who has a stake, who sits at the table, and what they have agreed to work on: steps 1 and 2 of the Initiative."""
