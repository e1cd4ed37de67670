"""The standard methods, one a file: SOURCE, LABEL in the messages, PARAMETERS and `entries(at, given)`. A file's name is its preset's."""
