"""A harmonised survey written to one file, with the survey.yaml that reads it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.survey.describe import ADULT, Description, describe
from groundfloor.survey.entries import Entry
from groundfloor.survey.frame import Column, Survey, Text
from groundfloor.survey.inspect.entry import scalar
from groundfloor.survey.lines import Line
from groundfloor.survey.read import read_survey
from groundfloor.survey.stata import Variable
from groundfloor.survey.transfers import Described
from groundfloor.survey.variables import VARIABLES, Harmonised
from groundfloor.survey.write import WRITERS, replaced

RECEIVES, AMOUNT = "receives_", "amount_"
YES_NO = {0: "no", 1: "yes"}
WEIGHT = Harmonised("number", "people the household stands for", "person", level="household")
DESIGN = {
    "strata": Harmonised("text", "stratum of the sample", level="household"),
    "psu": Harmonised("text", "primary sampling unit", level="household"),
}


def build(source: Path, out: Path) -> tuple[Survey, Path]:
    """Write the persons of a survey with their harmonised variables to `out`, and beside it a survey.yaml that reads it back.

    The format is that of the ending: parquet, csv, dta or xlsx. Amounts are in LCU a year, in the prices the description
    gives them. Gives the survey and the path of the new description, which has the name of `out`. Errors are those of
    reading; neither the description nor a data file of the survey is ever written over.
    """
    described = describe(source)
    ending = out.suffix.removeprefix(".").lower()
    if ending not in WRITERS:
        raise GroundfloorError(
            f"A survey cannot be written as {ending!r}",
            Place(str(out)),
            expected=f"one of {', '.join(WRITERS)}",
            hint=nearest(ending, WRITERS),
        )
    beside = out.with_suffix(".yaml")
    own = {file.path.resolve() for file in described.files.values()} | {source.resolve()}
    for path in (out, beside):
        if path.resolve() in own:
            raise GroundfloorError(
                "This file belongs to the survey and is not written over", Place(str(path)), hint="Give another name."
            )
    survey = read_survey(source)
    variables = [
        _variable(name, column, _meaning(name, described), ending == "dta") for name, column in written(survey).items()
    ]
    text = "\n".join(_description(survey, described, out.name, ending)) + "\n"
    replaced(out, WRITERS[ending](variables, survey.name))
    replaced(beside, text.encode())
    return survey, beside


def written(survey: Survey) -> dict[str, Column]:
    """The columns of the file by name: those of the survey that are not internal, the weight, stratum and unit."""
    columns = {name: column for name, column in survey.columns.items() if not name.startswith("_")}
    columns["weight"] = survey.weight
    for name, column in (("strata", survey.strata), ("psu", survey.psu)):
        if column is not None:
            columns[_design_name(name, survey)] = column
    for name, one in survey.transfers.items():
        columns[f"{RECEIVES}{name}"], columns[f"{AMOUNT}{name}"] = one.receives, one.amount
    return columns


def _design_name(name: str, survey: Survey) -> str:
    return f"design_{name}" if name in survey.columns else name


def _meaning(name: str, described: Description) -> Harmonised:
    entry = described.variables.get(name)
    if entry is not None:
        return entry.meaning
    if name.startswith((RECEIVES, AMOUNT)):
        kind: Literal["boolean", "number"] = "boolean" if name.startswith(RECEIVES) else "number"
        return Harmonised(kind, name.replace("_", " "))
    return VARIABLES.get(name) or (WEIGHT if name == "weight" else DESIGN[name.removeprefix("design_")])


def _variable(name: str, column: Column, meaning: Harmonised, labelled: bool) -> Variable:
    labels: Mapping[int, str] = {}
    if labelled and meaning.kind == "boolean":
        labels = YES_NO
    elif labelled and meaning.levels and isinstance(column, Text):
        labels = dict(enumerate(column.levels, 1))
    return Variable(name, column, meaning.meaning, labels)


def _description(survey: Survey, described: Description, file: str, ending: str) -> Iterator[str]:
    yield f"# Written by `groundfloor survey build` from {Path(described.file).name}: it reads {file} back."
    yield f"survey: {scalar(survey.name)}"
    yield f"country: {survey.country}"
    yield f"year: {survey.year}"
    if described.prices != described.year:
        yield f"prices: {described.prices}"
    yield f"files: {{persons: {{path: {scalar(file)}{', labels: true' if ending == 'dta' else ''}}}}}"
    yield "variables:"
    for name in survey.columns:
        if name in VARIABLES:
            yield f"  {name}: {_entry(name, described)}"
    yield "  weight: weight"
    own = [name for name in survey.columns if not name.startswith("_") and name not in VARIABLES]
    if own:
        yield "other:"
    for name in own:
        yield f"  {name}: {_own(name, described.variables[name], described)}"
    if described.welfare is not None:
        scale = "".join(f", {key}: {value!r}" for key, value in described.scale.items())
        yield f"welfare: {{from: {described.welfare}, per: {described.per}{scale}}}"
    if described.transfers:
        yield "transfers:"
    for one in described.transfers:
        label = ", ".join(f"{language}: {scalar(text)}" for language, text in one.label.items())
        amount = f", amount: {{from: {AMOUNT}{one.name}, {_paid(one, described)}}}" if one.amount is not None else ""
        named = f", label: {{{label}}}" if label else ""
        yield f"  {one.name}: {{kind: {one.kind}, unit: {one.unit}, receives: {RECEIVES}{one.name}{amount}{named}}}"
    design = [name for name, column in (("strata", survey.strata), ("psu", survey.psu)) if column is not None]
    if design:
        yield f"design: {{{', '.join(f'{name}: {_design_name(name, survey)}' for name in design)}}}"
    if described.lines:
        yield "lines:"
    for line in described.lines:
        yield f"  {scalar(line.name)}: {_line(line, survey, described)}"
    if survey.schooling is not None:
        levels = ", ".join(
            f"{name}: {{from: {one.entry}, grades: {one.grades}}}" for name, one in survey.schooling.levels.items()
        )
        source = f", source: {scalar(survey.schooling.source)}" if survey.schooling.source else ""
        yield f"schooling: {{{levels}{source}}}"
    if survey.groups:
        yield f"groups: [{', '.join(survey.groups)}]"


def _entry(name: str, described: Description) -> str:
    entry = described.variables.get(name)
    return name if entry is None or not entry.is_money else f"{{from: {name}, {_amount(entry, described)}}}"


def _amount(entry: Entry, described: Description) -> str:
    """The unit in which the column stands now, and the year of its prices where that is another than the survey's."""
    prices = "" if entry.prices in (None, described.prices) else f", prices: {entry.prices}"
    whose: str = entry.meaning.level
    if entry.name == "consumption" or (entry.name == described.welfare and described.per == "person"):
        whose = "adult_equivalent" if described.per.startswith(ADULT) and entry.name == "consumption" else "person"
    return f"unit: LCU/{whose}/year{prices}"


def _paid(one: Described, described: Description) -> str:
    prices = None if one.amount is None else one.amount.prices
    whose = "/household" if one.unit == "household" else ""
    return f"unit: LCU{whose}/year" + ("" if prices in (None, described.prices) else f", prices: {prices}")


def _own(name: str, entry: Entry, described: Description) -> str:
    meaning = entry.meaning
    words = [f"kind: {meaning.kind}", f"from: {name}", f"meaning: {scalar(meaning.meaning)}", f"level: {meaning.level}"]
    if entry.is_money:
        words.append(_amount(entry, described))
    elif meaning.kind == "number" and meaning.unit != "1":
        words.append(f"unit: {scalar(meaning.unit)}")
    if meaning.levels:
        words.append(f"levels: [{', '.join(map(scalar, meaning.levels))}]")
    return f"{{{', '.join(words)}}}"


def _line(line: Line, survey: Survey, described: Description) -> str:
    label = f", label: {{{', '.join(f'{language}: {scalar(text)}' for language, text in line.label.items())}}}"
    more = label if line.label else ""
    if line.unit is None:
        return f"{{share: {line.value!r}, of: {line.of}{more}}}"
    basis = "adult_equivalent" if described.per.startswith(ADULT) else "person"
    return f"{{value: {survey.lines[line.name]!r}, unit: LCU/{basis}/year{more}}}"
