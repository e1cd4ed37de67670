"""The workspace of a country: task force, stocktaking, options, dialogue, decisions, in a browser."""
