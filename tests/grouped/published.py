"""Grouped data and results that others have published."""

from __future__ import annotations

# Rural India 1983, Datt (1998), Computational tools for poverty measurement and analysis, IFPRI FCND Discussion Paper 50: share of
# persons in % and mean monthly consumption in rupees by class, with the cumulative shares p and L. Mean 109.90, line 89.
W = (0.92, 2.47, 5.11, 7.9, 9.69, 15.24, 13.64, 16.99, 10.0, 9.78, 3.96, 1.81, 2.49)
X = (24.84, 35.8, 45.36, 55.1, 64.92, 77.08, 91.75, 110.64, 134.9, 167.76, 215.48, 261.66, 384.97)
P = (0.0092, 0.0339, 0.085, 0.164, 0.2609, 0.4133, 0.5497, 0.7196, 0.8196, 0.9174, 0.957, 0.9751, 1)
L = (
    *(0.00208, 0.01013, 0.03122, 0.07083, 0.12808, 0.23498, 0.34887),
    *(0.51994, 0.6427, 0.79201, 0.86966, 0.91277, 1),
)
MEAN, LINE = 109.90, 89.0
INDIA = {"cumulative_population": P, "cumulative_share": L}

# Group 5 of PovcalNet, with the results of its program as the tests of the World Bank's R package wbpip keep them
# (PIP-Technical-Team/wbpip, tests/testthat/test-gd_compute_pip_stats_lq.R and _lb.R); monthly, line 1.9 a day
PIP_P = (0.0005, 0.0032, 0.0148, 0.0443, 0.0991, 0.257, 0.4385, 0.5938, 0.7089, 1)
PIP_L = (
    *(5.824760527229386e-05, 0.000604029410841011, 0.0037949334793616948, 0.013988878652244477),
    *(0.036992164583098786, 0.12140708906131342, 0.24531391873082081, 0.37446670169288321, 0.48753116241194566, 1),
)
PIP_MEAN, PIP_LINE = 51.5660557757944, 57.791666666666664
