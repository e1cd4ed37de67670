"""How much of what facilities have there is for each person: floating catchments."""
