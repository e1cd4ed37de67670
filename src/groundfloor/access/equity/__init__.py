"""Who is reached: parts of the people, fifths by welfare, and the poor."""
