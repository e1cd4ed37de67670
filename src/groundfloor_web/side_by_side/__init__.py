"""Scenarios side by side, on one page of the explorer: step 6 of the Initiative."""
