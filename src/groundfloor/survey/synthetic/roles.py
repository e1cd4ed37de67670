"""How likely each relationship to the head is at each age: from the margin, or a plain pattern where there is none."""

from __future__ import annotations

import numpy as np

from groundfloor.survey.frame import Column, Floats, Text
from groundfloor.survey.synthetic.people import People, Strata
from groundfloor.survey.synthetic.tables import Table
from groundfloor.survey.variables import RELATIONSHIP, SEX

ADULT = 18
HEAD, SPOUSE, CHILD, GRANDCHILD, PARENT, SIBLING, RELATIVE = range(7)
# without a margin of relationships: chances by sex (male, female) at the ages named, straight lines between
PLAIN: dict[int, tuple[tuple[int, ...], tuple[float, ...], tuple[float, ...]]] = {
    HEAD: ((18, 25, 35, 60, 80), (0.10, 0.45, 0.85, 0.92, 0.80), (0.05, 0.15, 0.22, 0.40, 0.50)),
    SPOUSE: ((18, 25, 35, 60, 80), (0.0, 0.01, 0.02, 0.02, 0.01), (0.10, 0.45, 0.65, 0.40, 0.10)),
    CHILD: ((0, 15, 25, 35, 60), (0.85, 0.85, 0.40, 0.08, 0.01), (0.85, 0.80, 0.30, 0.06, 0.02)),
    GRANDCHILD: ((0, 15, 25), (0.10, 0.08, 0.0), (0.10, 0.08, 0.0)),
    PARENT: ((50, 60, 80), (0.0, 0.02, 0.10), (0.0, 0.10, 0.35)),
    SIBLING: ((0, 15, 25, 50), (0.01, 0.03, 0.06, 0.02), (0.01, 0.03, 0.05, 0.02)),
    RELATIVE: ((0, 60), (0.04, 0.02), (0.04, 0.05)),
}


def role_chances(people: People, strata: Strata, table: Table | None) -> Floats:
    """Chances (persons, relationships): each row adds up to one; only adults are heads or spouses."""
    found = np.zeros((len(people.age), len(RELATIONSHIP)))
    if table is None:
        for role, (ages, male, female) in PLAIN.items():
            found[:, role] = np.where(
                people.sex == 0, np.interp(people.age, ages, male), np.interp(people.age, ages, female)
            )
            # a relationship that fades out or in before its ages are named does not exist there
            found[people.age < ages[0], role] = 0
    else:
        region = np.append(strata.region, -1)[people.stratum]
        columns: dict[str, Column] = {
            "region": Text(region.astype(np.int32), strata.regions),
            "urban": strata.urban[people.stratum],
            "sex": Text(people.sex.astype(np.int32), SEX),
            "age": people.age.astype(float),
        }
        place = table.dimensions.index("relationship")
        rest = tuple(name for name in table.dimensions if name != "relationship")
        groups = tuple(dict.fromkeys(cell[:place] + cell[place + 1 :] for cell in table.cells))
        shares = np.zeros((len(groups) + 1, len(RELATIONSHIP)))
        for cell, value in zip(table.cells, table.values.tolist(), strict=True):
            shares[groups.index(cell[:place] + cell[place + 1 :]), RELATIONSHIP.index(str(cell[place]))] = value
        by_group = Table(table.file, rest, groups, np.zeros(len(groups)), ())
        found = shares[by_group.index(columns) if rest else np.zeros(len(people.age), dtype=np.int64)]
    found[people.age < ADULT, HEAD] = 0
    found[people.age < ADULT, SPOUSE] = 0
    found = np.where(found.sum(axis=1, keepdims=True) > 0, found, np.eye(len(RELATIONSHIP))[RELATIVE])
    return np.asarray(found / found.sum(axis=1, keepdims=True))
