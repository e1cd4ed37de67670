"""Quantiles of Student's t against SciPy's."""

from __future__ import annotations

import pytest
from scipy.special import stdtrit

from groundfloor.measures.student import two_sided


@pytest.mark.parametrize("share", [0.5, 0.9, 0.95, 0.99])
def test_scipy_has_the_same_quantiles(share):
    for df in (*range(1, 60), 61, 99, 100, 250, 599, 600, 601, 1_000, 11_178, 10**6, 10**12):
        assert two_sided(df, share) == pytest.approx(stdtrit(df, (1 + share) / 2), rel=1e-13), df
