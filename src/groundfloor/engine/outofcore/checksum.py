"""CRC-32 of a text in SQL, as `rules.keys` makes the keys of the take-up draw from identifiers.

The checksum is linear over the bits of a text: it is that of as many zero bytes, exclusive or what each byte adds at its place from
the end. So it is a sum of looked-up numbers, without a loop.
"""

from __future__ import annotations

import zlib
from functools import reduce

from sqlglot import exp

from groundfloor.engine.formulas import Sql, cast, exclusive

LONGEST = 48
"""Characters in an identifier, of a household and a person together: more are not summed."""
ASCII = 128
FUNCTION = "groundfloor_crc32"
"""What SQLite, which has no lists, is given to call."""


def checksum(text: Sql, longest: int, dialect: str) -> Sql:
    """The CRC-32 of a text of ASCII characters that is no longer than `longest`, as a 64-bit integer."""
    if dialect == "sqlite":
        return exp.Anonymous(this=FUNCTION, expressions=[text])
    turned = exp.Anonymous(this="REVERSE", expressions=[text])
    length = exp.Anonymous(this="LENGTH", expressions=[text])
    terms = [_looked_up([zlib.crc32(bytes(n)) for n in range(longest + 1)], length, dialect)]
    for place in range(longest):
        letter = exp.Anonymous(this="SUBSTR", expressions=[turned.copy(), _whole(place + 1), _whole(1)])
        terms.append(_looked_up(_added(place), exp.Anonymous(this="ASCII", expressions=[letter]), dialect))
    return reduce(lambda a, b: exclusive(a, b, dialect), terms)


def _added(place: int) -> list[int]:
    """What each character adds that has so many after it."""
    after = bytes(place)
    return [zlib.crc32(bytes([one]) + after) ^ zlib.crc32(b"\0" + after) for one in range(ASCII)]


def _looked_up(numbers: list[int], index: Sql, dialect: str) -> Sql:
    values = exp.Array(expressions=[exp.Literal.number(str(one)) for one in numbers])
    found = exp.DataType(this=exp.DType.ARRAY, expressions=[exp.DataType(this=exp.DType.BIGINT)], nested=True)
    listed: Sql = exp.Cast(this=values, to=found)
    at: Sql = exp.Add(this=index, expression=_whole(1))
    if dialect == "duckdb":
        return exp.Anonymous(this="LIST_EXTRACT", expressions=[listed, at])
    return cast(exp.Bracket(this=exp.Paren(this=listed), expressions=[at], offset=1), exp.DType.BIGINT)


def _whole(value: int) -> Sql:
    return exp.Literal.number(str(value))
