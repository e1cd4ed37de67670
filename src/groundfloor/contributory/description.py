"""contributory/NAME.yaml: who is insured, what is paid in and what is paid out, read and checked key by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from groundfloor.contributory.branches import Branches, read_branches, without_pensioners
from groundfloor.contributory.group import Group, read_group
from groundfloor.contributory.reforms import Reform, read_reforms, reformed
from groundfloor.country.given import Given, given, optional
from groundfloor.documents import read_yaml
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.fields import Fields, fields

TOP = (
    "contributory", "label", "law", "institution", "source", "note", "caseload", "illustrative", "groups", "branches",
    "administration", "reserve", "scaled_premium", "debt", "past_wage_growth", "past_inflation", "levies", "reforms",
)  # fmt: skip
ADMINISTRATION = ("share of contributions", "share of benefits", "share of wages")
UNKNOWN = "unknown"
INTEREST = ("share", "share above inflation")
PREMIUM_YEARS = 20


@dataclass(frozen=True)
class Reserve:
    """What there is at the end of the year before the first one, None where nobody knows, and what it earns."""

    start: Given | None
    interest: Given


@dataclass(frozen=True)
class Scheme:
    """A contributory scheme as its file describes it. `caseload` names the scheme in force beside which results are put.

    `levies` are earmarked taxes, by name, as shares of GDP. `illustrative` says that it has not been calibrated to the scheme's own records.
    """

    name: str
    label: Mapping[str, str]
    file: Path
    caseload: str
    illustrative: bool
    groups: Mapping[str, Group]
    branches: Branches
    administration: Given
    reserve: Reserve
    premium_years: int
    premium_ratio: float
    discount: Given | None
    past_wage_growth: Given | None
    past_inflation: Given | None
    levies: Mapping[str, Given]
    reforms: tuple[Reform, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """The file and the tables it names."""
        return (self.file, *chain.from_iterable(one.files for one in self.numbers()))

    def numbers(self) -> list[Given]:
        """Every number of the description."""
        return list(_numbers(self))

    @property
    def variants(self) -> tuple[str, ...]:
        """`base`, and `low` and `high` where a number differs."""
        own = {variant for one in self.numbers() for variant in one.knots}
        return tuple(variant for variant in ("base", "low", "high") if variant in own or variant == "base")


def _numbers(part: Any) -> Any:
    if isinstance(part, Given):
        if part.place.file:
            yield part
    elif isinstance(part, Mapping):
        yield from chain.from_iterable(map(_numbers, part.values()))
    elif hasattr(part, "__dataclass_fields__"):
        yield from chain.from_iterable(_numbers(getattr(part, name)) for name in part.__dataclass_fields__)


def read_scheme(path: str | Path, reform: Reform | None = None) -> Scheme:
    """Read and check the description of a contributory scheme, with the changes of a `reform` where one is given.

    docs/contributory.md defines it. An unknown key, a number without unit or source, a share outside 0 to 1, a group without contributions and
    a scheme without a branch raise GroundfloorError with file, line and what was expected.

    >>> from groundfloor import read_country
    >>> scheme = read_scheme(read_country("gha").path / "contributory" / "ssnit.yaml")
    >>> scheme.variants, scheme.groups["employees"].ages
    (('base', 'low', 'high'), (15, 59))
    """
    file = Path(path)
    found = fields(read_yaml(file))
    scheme = _scheme(file, found)
    if reform is None:
        return scheme

    def rates() -> dict[str, tuple[list[Given], list[Given]]]:
        return {
            name: (list(one.contributions.values()), list(one.passed_on.values()))
            for name, one in scheme.groups.items()
        }

    return replace(_scheme(file, reformed(_whole(found, file), reform, rates)), reforms=(reform,))


def _scheme(file: Path, found: Fields) -> Scheme:
    found.known(TOP, ("contributory", "label", "groups", "branches", "administration", "reserve"))
    name = found.text("contributory")
    if name != file.stem:
        raise GroundfloorError(f"The scheme is called {name!r}", found.place("contributory"), expected=repr(file.stem))
    groups = {str(one): read_group(found, "groups", one) for one in found.table("groups")}
    branches = _branches(found, file)
    if not groups:
        raise GroundfloorError("There is no group", found.place("groups"), expected="the insured, group by group")
    return Scheme(
        name=name,
        label=found.words("label", required=True),
        file=file,
        caseload=found.text("caseload"),
        illustrative=_yes(found, "illustrative"),
        groups=groups,
        branches=branches,
        administration=given(found, ADMINISTRATION, "administration"),
        reserve=_reserve(found),
        premium_years=_premium_years(found),
        premium_ratio=found.number("scaled_premium", "ratio", default=0.0, low=0.0),
        discount=optional(found, ("share above indexation",), "debt", "discount") if _debt(found) else None,
        past_wage_growth=optional(found, ("share",), "past_wage_growth"),
        past_inflation=optional(found, ("share",), "past_inflation"),
        levies={str(one): given(found, ("share of GDP",), "levies", one) for one in found.table("levies")},
        reforms=read_reforms(found),
    )


def _whole(found: Fields, file: Path) -> Fields:
    """The description with the branches it takes from another written into it, so that a reform can change them."""
    other = found.get("branches")
    if not isinstance(other, str):
        return found
    beside = read_yaml(file.with_name(f"{other}.yaml"))
    block = {
        name: {key: value for key, value in branch.items() if key != "pensioners"}
        if isinstance(branch, Mapping)
        else branch
        for name, branch in fields(beside).table("branches").items()
    }
    origins = dict(found.origins) | {("branches",): (beside, ("branches",))}
    return Fields({**found.data, "branches": block}, origins)


def _branches(found: Fields, file: Path) -> Branches:
    """The block of branches; or, by the name of a scheme beside this one, its branches without the pensioners it starts with."""
    other = found.get("branches")
    if not isinstance(other, str):
        return read_branches(found)
    beside = file.with_name(f"{other}.yaml")
    if other == file.stem or not beside.is_file():
        raise GroundfloorError(
            f"There is no scheme {other!r} beside this one",
            found.place("branches"),
            expected="a block of branches, or the name of another description in the folder",
            hint=nearest(other, [one.stem for one in file.parent.glob("*.yaml") if one != file]),
        )
    theirs = fields(read_yaml(beside))
    if isinstance(theirs.get("branches"), str):
        raise GroundfloorError(f"{other} takes its branches from another", found.place("branches"))
    return without_pensioners(read_branches(theirs))


def _yes(found: Fields, key: str) -> bool:
    value = found.get(key)
    if value not in (None, True, False):
        raise GroundfloorError(f"{key} is {value!r}", found.place(key), expected="true or false")
    return value is not False


def _reserve(found: Fields) -> Reserve:
    found.known(("start", "interest"), ("start", "interest"), "reserve")
    said = found.get("reserve", "start")
    if isinstance(said, str) and said != UNKNOWN:
        raise GroundfloorError(
            f"start is {said!r}", found.place("reserve", "start"), expected=f"an amount in LCU, or {UNKNOWN}"
        )
    start = None if said == UNKNOWN else given(found, ("LCU",), "reserve", "start")
    return Reserve(start, given(found, INTEREST, "reserve", "interest"))


def _premium_years(found: Fields) -> int:
    found.known(("years", "ratio"), (), "scaled_premium")
    years = found.number("scaled_premium", "years", default=PREMIUM_YEARS, low=1)
    if years != int(years):
        raise GroundfloorError("years is no whole number", found.place("scaled_premium", "years"))
    return int(years)


def _debt(found: Fields) -> bool:
    found.known(("discount",), (), "debt")
    return found.get("debt") is not None
