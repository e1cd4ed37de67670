"""Every country of the World Population Prospects 2024 at once, beside what was published."""

from __future__ import annotations

import importlib.util
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tests.population.published import reference

from groundfloor.population import of_variant, project
from groundfloor.population.ages import split_to_last

FILE = Path(__file__).parents[2] / "benchmarks" / "world.py"


@cache
def world():
    spec = importlib.util.spec_from_file_location("world", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def folder() -> Path:
    return reference("data/wpp/wpp2024_pop_age5_july1.parquet").parent


def by_group(values: np.ndarray, width: int) -> np.ndarray:
    return values if width == 5 else np.add.reduceat(values[:, ::5], world().GROUPS, axis=-1)


@pytest.mark.parametrize(("width", "median", "ninetieth"), [(1, 0.0008, 0.005), (5, 0.0015, 0.005)])
def test_the_world_is_that_of_wpp_2024(width: int, median: float, ninetieth: float) -> None:
    start = time.process_time()
    inputs = world().world(folder(), width)
    found = project(inputs, 2100)
    assert time.process_time() - start < 20  # measured: 2.2 s with reading, on two cores
    assert len(found.names) == 236
    errors = world().errors(by_group(found.values, width), world().published(folder()))
    size = np.abs(errors["total 2050"])
    assert np.median(size) < median
    assert np.quantile(size, 0.9) < ninetieth


@pytest.mark.parametrize("variant", ["low", "high"])
def test_low_and_high_fertility_are_those_of_wpp_2024(variant: str) -> None:
    theirs = world().published(folder(), f"_{variant}")
    inputs = of_variant(world().world(folder(), 1), variant, 2024)
    base = np.maximum(split_to_last(world().GROUPS, theirs[:, 0]), 0.0)
    errors = world().errors(by_group(project(replace(inputs, base=base), 2100).values, 1), theirs)
    assert np.median(np.abs(errors["total 2050"])) < 0.001  # measured: 0.06 %
    assert np.median(np.abs(errors["total 2100"])) < 0.004  # measured: 0.14 and 0.26 %
