"""Stata files (dta, format 118 of Stata 14 and later), written with variable and value labels; no package is needed for it.

The layout is that of StataCorp's description of the format (`help dta` in Stata).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from groundfloor.errors import GroundfloorError
from groundfloor.survey.columns import numbers
from groundfloor.survey.frame import Column, Text

# the bit pattern of Stata's "." in a double, and its largest valid code in a long
MISSING, MISSING_LONG = struct.unpack("<d", bytes.fromhex("000000000000e07f"))[0], 2_147_483_621
LONGEST_WORD = 2045
NAME, LABEL, FORMAT = 129, 321, 57
DOUBLE, LONG = 65526, 65528


@dataclass(frozen=True)
class Variable:
    """A column of the file: its values, what it is, and what its codes mean where `labels` are given."""

    name: str
    values: Column
    label: str = ""
    labels: Mapping[int, str] = field(default_factory=dict)


def dta(variables: Sequence[Variable], label: str = "") -> bytes:
    """The bytes of a Stata file. Numbers are doubles, words with few levels labelled codes from 1, other words strings.

    A name that Stata cannot have is refused.

    >>> dta([Variable("age", np.array([4.0, np.nan]), "completed years")])[:11]
    b'<stata_dta>'
    """
    for one in variables:
        if not re.fullmatch(r"[A-Za-z_]\w{0,31}", one.name):
            raise GroundfloorError(
                f"{one.name!r} is no name of a variable in Stata", expected="at most 32 letters, digits and _"
            )
    stored = [_stored(one) for one in variables]
    rows = len(numbers(variables[0].values)) if variables else 0
    records = np.zeros(
        rows, dtype=[(one.name, kind) for one, (kind, _code, _format, _values) in zip(variables, stored, strict=True)]
    )
    for one, (_kind, _code, _format, values) in zip(variables, stored, strict=True):
        records[one.name] = values
    title = _cut(label, 80)
    header = (
        b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder>"
        + b"<K>" + struct.pack("<H", len(variables)) + b"</K><N>" + struct.pack("<Q", rows) + b"</N>"
        + b"<label>" + struct.pack("<H", len(title)) + title + b"</label><timestamp>\x00</timestamp></header>"
    )  # fmt: skip
    parts = [
        ("variable_types", b"".join(struct.pack("<H", code) for _kind, code, _format, _values in stored)),
        ("varnames", b"".join(_padded(one.name, NAME) for one in variables)),
        ("sortlist", bytes(2 * (len(variables) + 1))),
        ("formats", b"".join(_padded(shown, FORMAT) for _kind, _code, shown, _values in stored)),
        ("value_label_names", b"".join(_padded(one.name if one.labels else "", NAME) for one in variables)),
        ("variable_labels", b"".join(_padded(_cut(one.label, 80), LABEL) for one in variables)),
        ("characteristics", b""),
        ("data", records.tobytes()),
        ("strls", b""),
        ("value_labels", b"".join(_labels(one) for one in variables if one.labels)),
    ]
    bodies = [f"<{name}>".encode() + content + f"</{name}>".encode() for name, content in parts]
    # the map says where each part begins, itself among them
    starts, position = [0, len(header)], len(header) + len(b"<map></map>") + 8 * 14
    for body in bodies:
        starts.append(position)
        position += len(body)
    end = b"</stata_dta>"
    where = struct.pack("<14Q", *starts, position, position + len(end))
    return header + b"<map>" + where + b"</map>" + b"".join(bodies) + end


def _stored(one: Variable) -> tuple[str, int, str, NDArray[np.generic]]:
    """Stata's type of a column for NumPy and as its code, how it shows it, and the values as they are stored."""
    if isinstance(one.values, Text) and not one.labels:
        cells = [level.encode()[:LONGEST_WORD] for level in one.values.levels]
        width = max([len(cell) for cell in cells] + [1])
        words = np.array([*cells, b""], dtype=f"S{width}")[one.values.codes]
        return f"S{width}", width, f"%{width}s", words
    values = numbers(one.values)
    if one.labels:
        return (
            "<i4",
            LONG,
            "%12.0g",
            np.where(np.isnan(values), MISSING_LONG, values + isinstance(one.values, Text)).astype("<i4"),
        )
    return "<f8", DOUBLE, "%10.0g", np.where(np.isnan(values), MISSING, values)


def _labels(one: Variable) -> bytes:
    texts = [label.encode() + b"\x00" for label in one.labels.values()]
    offsets = np.cumsum([0, *(len(text) for text in texts)])
    table = struct.pack("<ii", len(texts), int(offsets[-1]))
    table += (
        np.array(offsets[:-1], dtype="<i4").tobytes()
        + np.array(list(one.labels), dtype="<i4").tobytes()
        + b"".join(texts)
    )
    return b"<lbl>" + struct.pack("<i", len(table)) + _padded(one.name, NAME) + bytes(3) + table + b"</lbl>"


def _cut(text: str, letters: int) -> bytes:
    return text[:letters].encode()


def _padded(text: str | bytes, width: int) -> bytes:
    return (text.encode() if isinstance(text, str) else text)[: width - 1].ljust(width, b"\x00")
