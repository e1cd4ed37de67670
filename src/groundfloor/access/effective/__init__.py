"""Effective access: near, affordable and good enough at once."""
