"""A workspace of Ghana with people who do not exist, to look around in: every line of it is made by the actions that users have."""
