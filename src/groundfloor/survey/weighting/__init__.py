"""Weights: calibration to totals, and replicates of them for standard errors."""
