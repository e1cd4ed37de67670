"""One thin module a command, found by its file name."""
