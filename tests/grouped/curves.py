"""Valid Lorenz curves of every shape, for properties."""

from __future__ import annotations

from hypothesis import strategies as st

from groundfloor.grouped.beta import Beta
from groundfloor.grouped.quadratic import Quadratic


@st.composite
def quadratics(draw: st.DrawFn) -> Quadratic:
    """From what they give the poorest and the richest, so that every kind of conic comes."""
    a = draw(st.floats(0.05, 3.0))
    c = draw(st.floats(0.0, 2.0))
    b = draw(st.floats(-4.0, 1.0))
    return Quadratic(a, b, c)


betas = st.builds(Beta, st.floats(0.1, 0.9), st.floats(0.75, 1.0), st.floats(0.3, 1.0))
valid_quadratics = quadratics().filter(lambda curve: curve.valid and curve.computable and 0.05 < curve.gini() < 0.9)
valid_betas = betas.filter(lambda curve: curve.valid and 0.05 < curve.gini() < 0.9)
valid_curves = st.one_of(valid_quadratics, valid_betas)
