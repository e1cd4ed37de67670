"""What survey.yaml says of weights, done to a survey that is being read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.survey.data import Data, Named
from groundfloor.survey.frame import Finding, Floats, Ints, Replicates, Survey
from groundfloor.survey.sentences import Value
from groundfloor.survey.table import missing_column, numbers_of, plain_words
from groundfloor.survey.weighting.calibration import Calibration, reweight
from groundfloor.survey.weighting.described import Calibrate, Given, Made, placed
from groundfloor.survey.weighting.replicates import made, scales

FEWER = 0.5


def with_weights(
    survey: Survey,
    calibrate: Calibrate | None,
    replicates: Given | Made | None,
    data: Data,
    order: Ints,
    found: list[Finding],
) -> Survey:
    """The survey with its replicate weights and calibrated, as far as the description asks; `order` are its rows in the data.

    What was done is added to `found`. A weight that is unknown stays so.
    """
    if calibrate is None and replicates is None:
        return survey
    unknown = np.isnan(survey.weight)
    out = replace(survey, weight=np.where(unknown, 0.0, survey.weight))
    if replicates is not None:
        own = _replicates(out, replicates, data, order)
        values: dict[str, Value] = {"count": own.number, "method": own.method}
        found.append(Finding("note", "replicates", "weight", own.number, "replicates", values))
        out = replace(out, replicates=own)
    if calibrate is not None:
        done = reweight(out, calibrate.margins, **calibrate.settings)
        found += calibration_findings(survey, done.calibration, calibrate.margins.name)
        out = done.survey
    return replace(out, weight=np.where(unknown, np.nan, out.weight))


def calibration_findings(survey: Survey, done: Calibration, margins: str) -> Iterator[Finding]:
    """What to know of a calibration: what it did to the weights, and what was joined, scaled, unknown or negative."""
    persons, rows = float(np.nansum(survey.weight)), survey.persons
    after = done.weight if len(done.weight) == rows else done.weight[survey.household_of]
    before, effective = (round(one) for one in done.effective)
    moved = survey.weight > 0
    ratios = after[moved] / survey.weight[moved]
    values: dict[str, Value] = {
        "count": len(done.cells),
        "margins": margins,
        "method": done.method,
        "low": float(ratios.min()),
        "high": float(ratios.max()),
        "persons": round(persons),
        "people": round(float(after.sum())),
        "before": before,
        "effective": effective,
    }
    if effective < FEWER * before:
        yield Finding("warning", "calibration", "weight", rows, "calibration.done", values)
    else:
        yield Finding("note", "calibration", "weight", rows, "calibration.done", values)
    negative = int((done.weight < 0).sum())
    if negative:
        yield Finding("error", "calibration", "weight", negative, "calibration.negative", {"count": negative})
    if done.joined:
        values = {"count": len(done.joined), "names": "; ".join(done.joined)}
        yield Finding("warning", "calibration", "weight", len(done.joined), "calibration.joined", values)
    for margin, count in done.unknown.items():
        values = {"count": count, "margin": margin}
        yield Finding("warning", "calibration", margin, count, "calibration.unknown", values)
    for margin, share in done.adjusted:
        values = {"margin": margin, "share": share}
        yield Finding("note", "calibration", margin, rows, "calibration.adjusted", values)


def _replicates(survey: Survey, said: Given | Made, data: Data, order: Ints) -> Replicates:
    with placed(said.place):
        if isinstance(said, Made):
            return replace(made(survey, said.method, **said.settings), mse=said.mse)
        return _given(survey, said, data, order)


def _given(survey: Survey, said: Given, data: Data, order: Ints) -> Replicates:
    names = _columns(said, data)
    if len(names) < 2:
        raise GroundfloorError("There is one column of replicate weights", said.place, expected="two or more")
    weight = survey.weight[survey.starts]
    factors = np.empty((survey.households, len(names)))
    for at, name in enumerate(names):
        values = _values(name, said, data, order[survey.starts], weight)
        factors[:, at] = (
            np.divide(values, weight, out=np.zeros(len(weight)), where=weight > 0) if said.combined else values
        )
    scale, rscales = scales(said.method, len(names), **said.settings)
    return Replicates(said.method, factors, survey.household_of, scale, rscales, said.mse)


def _columns(said: Given, data: Data) -> list[str]:
    """The names of the columns, those of a pattern in the order of their file."""
    if said.file is not None and said.file not in data.tables:
        raise GroundfloorError(
            f"There is no file {said.file!r}", said.place, expected=f"one of {', '.join(data.tables)}"
        )
    tables = [table for name, table in data.tables.items() if said.file in (None, name)]
    names: list[str] = []
    for pattern in said.columns:
        wanted = Named({pattern})
        having = next((found for table in tables if (found := [one for one in table.names if one in wanted])), None)
        if having is None:
            raise missing_column(pattern, {Path(table.file).name: table.names for table in tables}, said.place)
        names += [name for name in having if name not in names]
    return names


def _values(name: str, said: Given, data: Data, rows: Ints, weight: Floats) -> Floats:
    """A column of replicate weights at the first person of each household."""
    field = data.field(name, said.file, said.place)
    cells, wrong = numbers_of(plain_words(field.text), field.table.decimal)
    if len(wrong):
        code = int(wrong[0])
        raise GroundfloorError(
            f"The replicate weight {field.text.levels[code]!r} is not a number", field.place(code), expected="a number"
        )
    values: Floats = np.append(cells, np.nan)[field.text.codes[rows]]
    lacking = np.isnan(values) & (weight > 0)
    bad = lacking | (values < 0) | ((values > 0) & (weight == 0) if said.combined else False)
    if bad.any():
        at = int(np.argmax(bad))
        is_ = "missing" if lacking[at] else f"{values[at]:g}"
        raise GroundfloorError(
            f"The replicate weight {name!r} is {is_} where the weight is {weight[at]:g} ({int(bad.sum()):,} such households)",
            data.place(int(rows[at]), name),
            expected="a weight of 0 or more in every replicate for households with a weight",
        )
    return np.nan_to_num(values)
