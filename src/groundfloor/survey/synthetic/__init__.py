"""Synthetic households: persons, homes, consumption and attributes drawn so that published margins are met."""
