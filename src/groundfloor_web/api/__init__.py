"""The same reading and the same actions for programs, described by OpenAPI."""
