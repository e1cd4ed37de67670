"""How far each facility is from the next level, and how long people's whole way is."""
