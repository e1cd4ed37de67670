"""Replicate weights: made from the design of a survey, or those that came with it, and the scale of each method."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.survey.frame import Floats, Ints, Replicates, Survey, Text

NUMBER = 200
FAY = 0.3
LARGEST = 100_000_000
SHOWN = 3
RANK = 1e-7


@dataclass(frozen=True)
class Units:
    """Primary units by stratum: `unit` is each person's, `stratum` each unit's, both in an order that no file decides."""

    unit: Ints
    stratum: Ints
    strata: tuple[str, ...]

    @property
    def number(self) -> int:
        """How many units there are."""
        return len(self.stratum)

    @property
    def units_in(self) -> Ints:
        """How many units each stratum has."""
        return np.bincount(self.stratum, minlength=len(self.strata))


def replicate(
    survey: Survey, method: str = "bootstrap", *, number: int = NUMBER, seed: int = 0, fay: float = FAY
) -> Survey:
    """`survey` with replicate weights made from its strata and primary units.

    `method` is jackknife (leave one unit out), bootstrap (Rao and Wu 1988: `number` draws of one unit less than a stratum has),
    brr or fay (half the units of strata with two each, the others counted `fay` times). The draws depend on `seed` and on the
    names of strata and units, not on the order of households. Method and sources: docs/methods/replicates.md.

    >>> from groundfloor import new, read_survey
    >>> survey = replicate(read_survey(new("nowhere")), "bootstrap", number=50)
    >>> survey.replicates.number, survey.replicates.scale == 1 / 49
    (50, True)
    """
    return replace(survey, replicates=made(survey, method, number=number, seed=seed, fay=fay))


def made(survey: Survey, method: str, *, number: int = NUMBER, seed: int = 0, fay: float = FAY) -> Replicates:
    """The replicate weights that `replicate` gives a survey."""
    if method not in MADE:
        raise GroundfloorError(
            f"Replicates cannot be made by {method!r}", expected=f"one of {', '.join(MADE)}", hint=nearest(method, MADE)
        )
    units = units_of(survey)
    if units.number < 2:
        raise GroundfloorError(
            f"The survey {survey.name!r} has one primary unit, and nothing shows how units differ",
            expected="two primary units or more",
        )
    return MADE[method](units, number, seed, fay)


def units_of(survey: Survey) -> Units:
    """The primary units in the order of the names of stratum and unit; without primary units each household is one."""
    first = survey.starts
    stratum, strata = _ranked(survey.strata, first, "")
    homes = survey.columns.get("household_id")
    home, names = _ranked(homes if isinstance(homes, Text) else None, first, "")
    if len(names) < survey.households:
        home = np.arange(survey.households)
    unit = home
    if survey.psu is not None:
        unit, clusters = _ranked(survey.psu, first, "")
        # a household without a unit is one of its own
        unit = np.where(survey.psu.codes[first] < 0, len(clusters) + home, unit)
    width = int(unit.max()) + 1
    pairs, index = np.unique(stratum * width + unit, return_inverse=True)
    return Units(index[survey.household_of], pairs // width, strata)


def _ranked(text: Text | None, first: Ints, missing: str) -> tuple[Ints, tuple[str, ...]]:
    """Each household's place among the words of its first person in alphabetical order; the words that occur."""
    if text is None:
        return np.zeros(len(first), dtype=np.int64), (missing,)
    codes = text.codes[first]
    words = [text.levels[code] if code >= 0 else missing for code in np.unique(codes).tolist()]
    ordered = sorted(set(words))
    place = {word: at for at, word in enumerate(ordered)}
    of_code = np.array([place[word] for word in words], dtype=np.int64)
    return of_code[np.unique(codes, return_inverse=True)[1]], tuple(ordered)


def _room(units: int, number: int, hint: str) -> None:
    if units * number > LARGEST:
        raise GroundfloorError(
            f"{number:,} replicates of {units:,} primary units do not fit in memory",
            expected=f"at most {LARGEST:,} factors",
            hint=hint,
        )


def jackknife(units: Units, _number: int = 0, _seed: int = 0, _fay: float = 0.0) -> Replicates:
    """One replicate a primary unit, which is left out while the others of its stratum make up for it (JK1 and JKn).

    A stratum with one unit is left out as a whole, and all others make up for it.
    """
    _room(units.number, units.number, "Take the bootstrap, or name primary units under design.")
    n = units.units_in[units.stratum]
    factors = np.ones((units.number, units.number))
    same = units.stratum[:, None] == units.stratum[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = np.where(same, (n / (n - 1.0))[None, :], factors)
    strata = len(units.strata)
    lonely = n == 1
    rscales = (n - 1) / n
    if lonely.any():
        factors[:, lonely] = strata / (strata - 1)
        rscales[lonely] = (strata - 1) / strata
    np.fill_diagonal(factors, 0.0)
    if strata == 1:
        return Replicates("jackknife", factors, units.unit, float(rscales[0]), np.ones(units.number))
    return Replicates("jackknife", factors, units.unit, 1.0, rscales)


def bootstrap(units: Units, number: int = NUMBER, seed: int = 0, _fay: float = 0.0) -> Replicates:
    """`number` samples with replacement of one unit less than each stratum has, scaled up to it (Rao and Wu 1988).

    Strata with one unit are drawn as one stratum together; where there is one such, with the first of the others.
    """
    if number < 2:
        raise GroundfloorError(f"{number} replicates say nothing of an error", expected="2 or more, such as 200")
    _room(units.number, number, "Ask for fewer replicates.")
    factors = np.empty((units.number, number))
    for name, members in _drawn_together(units):
        n = len(members)
        # a stratum's draws are its own, whatever the others are
        generator = np.random.default_rng([seed, zlib.crc32(name.encode())])
        counts = generator.multinomial(n - 1, np.full(n, 1 / n), size=number)
        factors[members] = counts.T * (n / (n - 1))
    return Replicates("bootstrap", factors, units.unit, 1 / (number - 1), np.ones(number))


def _drawn_together(units: Units) -> list[tuple[str, Ints]]:
    """The strata to draw in, by name, each with the units of it, those with one unit put together."""
    order = np.argsort(units.stratum, kind="stable")
    groups = np.split(order, np.cumsum(units.units_in)[:-1])
    several = [(name, group) for name, group in zip(units.strata, groups, strict=True) if len(group) > 1]
    lonely = [group for group in groups if len(group) == 1]
    if len(lonely) > 1:
        several.append(("", np.concatenate(lonely)))
    elif lonely:
        name, group = several[0]
        several[0] = (name, np.concatenate([group, lonely[0]]))
    return several


def halves(units: Units, fay: float) -> Replicates:
    """Balanced half samples: one unit of each stratum counts 2 - `fay` times, the other `fay` times (McCarthy 1969, Fay 1989)."""
    from scipy.linalg import hadamard

    if not 0 <= fay < 1:
        raise GroundfloorError(f"fay is {fay:g}", expected="a number from 0, and below 1, such as 0.3")
    wrong = [name for name, n in zip(units.strata, units.units_in.tolist(), strict=True) if n != 2]
    if wrong:
        n = int(units.units_in[units.strata.index(wrong[0])])
        raise GroundfloorError(
            f"{len(wrong)} strata do not have two primary units ({', '.join(map(repr, wrong[:SHOWN]))}{', ...' * (len(wrong) > SHOWN)}; "
            f"the first has {n})",
            expected="two in each stratum, for balanced half samples",
            hint="Take the jackknife or the bootstrap, or pair units into strata.",
        )
    order = 1 << len(units.strata).bit_length()
    _room(units.number, order, "Take the bootstrap.")
    signs = hadamard(order)[:, 1 : len(units.strata) + 1]
    second = np.append(0, np.diff(units.stratum) == 0)
    chosen = np.where(second[:, None] == 1, 1, -1) * signs.T[units.stratum]
    factors = np.where(chosen > 0, 2 - fay, fay)
    return Replicates("fay" if fay else "brr", factors, units.unit, 1 / (order * (1 - fay) ** 2), np.ones(order))


def _brr(units: Units, _number: int, _seed: int, _fay: float) -> Replicates:
    return halves(units, 0.0)


def _fay(units: Units, _number: int, _seed: int, fay: float) -> Replicates:
    return halves(units, fay)


MADE: Mapping[str, Callable[[Units, int, int, float], Replicates]] = {
    "jackknife": jackknife,
    "bootstrap": bootstrap,
    "brr": _brr,
    "fay": _fay,
}
GIVEN = ("brr", "fay", "jackknife", "jk2", "jkn", "bootstrap", "sdr", "other")


def scales(
    method: str,
    number: int,
    *,
    fay: float | None = None,
    scale: float | None = None,
    rscales: Sequence[float] | None = None,
) -> tuple[float, Floats]:
    """The scale of replicates that came with a survey, and of each of them, by the `method` that made them.

    >>> scales("fay", 80, fay=0.5)[0], scales("sdr", 80)[0], scales("bootstrap", 101)[0]
    (0.05, 0.05, 0.01)
    """
    if rscales is not None and len(rscales) not in (1, number):
        raise GroundfloorError(f"rscales has {len(rscales)} numbers", expected=f"one, or one a replicate ({number})")
    if (method == "fay") != (fay is not None):
        raise GroundfloorError(
            "The method fay has no fay" if fay is None else f"fay is of the method fay, not of {method}",
            expected="method: fay and fay: 0.3",
        )
    if method == "jkn" and rscales is None:
        raise GroundfloorError(
            "The method jkn has no rscales",
            expected="(n - 1) / n for each replicate, n being the units of the stratum whose unit it leaves out",
        )
    if method == "other" and scale is None:
        raise GroundfloorError("The method other has no scale", expected="scale: NUMBER")
    own = {
        "brr": 1 / number,
        "fay": 1 / (number * (1 - (fay or 0)) ** 2),
        "jackknife": (number - 1) / number,
        "jk2": 1.0,
        "jkn": 1.0,
        "bootstrap": 1 / max(number - 1, 1),
        "sdr": 4 / number,
        "other": 1.0,
    }[method]
    each = np.ones(number) if rscales is None else np.broadcast_to(np.asarray(rscales, dtype=float), number).copy()
    return own if scale is None else scale, each


def degrees(replicates: Replicates) -> int:
    """Degrees of freedom: the rank of the replicate weights less 1, as in R's survey."""
    factors = replicates.factors
    if len(factors) > replicates.number:
        factors = np.asarray(np.linalg.qr(factors, mode="r"))
    singular = np.linalg.svd(factors, compute_uv=False)
    return int((singular > RANK * singular[0]).sum()) - 1
