"""Project every country of the World Population Prospects 2024 to 2100 and hold the result against what was published.

    PYTHONPATH=src python benchmarks/world.py FOLDER

FOLDER holds the Parquet files wpp2024_*.parquet: population by age on 1 July, death rates and net migration by age, fertility, sex ratios.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from groundfloor.population import PopulationInputs, project
from groundfloor.population.grids import Period, Table, inputs_of

Floats = NDArray[np.float64]
BASE, LAST = 2025, 2100
GROUPS = np.arange(0, 101, 5)
LARGE = 1e6  # persons in the first year
COUNTED = 5000.0  # persons below which an error in per cent says little


def tables(folder: Path) -> tuple[dict[tuple[str, str], Table], tuple[str, ...]]:
    """The published rates of all countries, by variable and sex, with the countries on the first axis; their codes."""
    with duckdb.connect() as db:

        def grid(file: str, value: str, period: str, age: str, where: str = "true") -> Floats:
            rows = db.execute(
                f"select iso3, {period} as period, {age} as age, {value} as value "  # noqa: S608 (our own words)
                f"from read_parquet('{folder / file}') where iso3 <> '' and {where} order by iso3, period, age"
            ).fetchnumpy()
            axes = [np.unique(rows[name]) for name in ("iso3", "period", "age")]
            return np.asarray(rows["value"], dtype=float).reshape([len(axis) for axis in axes])

        codes = db.execute(
            f"select distinct iso3 from read_parquet('{folder / 'wpp2024_annual.parquet'}') where iso3 <> '' order by 1"  # noqa: S608
        ).fetchall()
        years: list[Period] = [(year, None) for year in range(BASE, LAST + 1)]
        fives: list[Period] = [(year, year + 5) for year in range(BASE, LAST, 5)]
        ages, fertile, alone = np.array([0, 1, *range(5, 101, 5)]), np.arange(10, 55, 5), np.array([0])
        start = "cast(left(period, 4) as int)"
        annual, births = "wpp2024_annual.parquet", "wpp2024_asfr5_annual.parquet"
        found = {
            ("tfr", ""): Table("tfr", alone, years, grid(annual, "tfr", "year", "0", f"year >= {BASE}")),
            ("srb", ""): Table("srb", alone, years, grid(annual, "srb", "year", "0", f"year >= {BASE}")),
            ("pasfr", "F"): Table(
                "pasfr F", fertile, years, grid(births, "pasfr", "year", "cast(left(age, 2) as int)", f"year >= {BASE}")
            ),
        }
        for sex, word in (("F", "female"), ("M", "male")):
            now = grid("wpp2024_pop_age5_july1.parquet", f"{word}_k", "year", "age_lo", f"year = {BASE}")
            found["pop", sex] = Table(f"pop {sex}", GROUPS, [(BASE, None)], now)
            # the period before the base too: death rates move log-linearly between the middles of periods
            rates = grid("wpp2024_mx_abridged_5yr.parquet", f"mx{sex}", start, "age_lo", f"{start} >= {BASE - 5}")
            found["mx", sex] = Table(f"mx {sex}", ages, [(BASE - 5, BASE), *fives], rates)
            moved = grid(
                "wpp2024_net_migration_age5_proj.parquet", f"net_mig_{word}_k", start, "age_lo", f"{start} >= {BASE}"
            )
            found["mig", sex] = Table(f"mig {sex}", GROUPS, fives, moved)
    return found, tuple(code for (code,) in codes)


def published(folder: Path, variant: str = "") -> Floats:
    """[country, year, sex, age group] persons on 1 July of every fifth year from the base."""
    with duckdb.connect() as db:
        rows = db.execute(
            f"select iso3, year, age_lo, female{variant}_k as f, male{variant}_k as m "  # noqa: S608
            f"from read_parquet('{folder / 'wpp2024_pop_age5_july1.parquet'}') "
            f"where iso3 <> '' and year >= {BASE} order by iso3, year, age_lo"
        ).fetchnumpy()
    by_sex = [np.asarray(rows[s], dtype=float).reshape(-1, (LAST - BASE) // 5 + 1, len(GROUPS)) for s in "fm"]
    return 1000 * np.stack(by_sex, axis=2)


def world(folder: Path, width: int) -> PopulationInputs:
    """The inputs of all countries, in single years (1) or groups of five (5)."""
    found, codes = tables(folder)
    return inputs_of("world", found, folder, width, codes)


def errors(ours: Floats, theirs: Floats) -> dict[str, Floats]:
    """By measure, the relative errors of countries at the last year, and over all years for the worst total."""
    totals = (ours.sum(axis=(2, 3)) / theirs.sum(axis=(2, 3)) - 1)[:, 1:]
    last = {f"total {year}": totals[:, (year - BASE) // 5 - 1] for year in (2030, 2050, 2100)}
    for name, low, high in (("0-14", 0, 3), ("15-64", 3, 13), ("65+", 13, 21)):
        for year in (2050, 2100):
            i = (year - BASE) // 5
            last[f"{name} {year}"] = (
                ours[:, i, :, low:high].sum(axis=(1, 2)) / theirs[:, i, :, low:high].sum(axis=(1, 2)) - 1
            )
    many = theirs[:, 1:, :, :16] >= COUNTED
    last["sex and age group 0-79, all years"] = (ours[:, 1:, :, :16][many] / theirs[:, 1:, :, :16][many]) - 1
    return last


def main(folder: Path) -> None:
    """Print times and the distribution of errors."""
    theirs = published(folder)
    for width in (1, 5):
        start = time.perf_counter()
        read_tables, codes = tables(folder)
        read = time.perf_counter()
        inputs = inputs_of("world", read_tables, folder, width, codes)
        made = time.perf_counter()
        result = project(inputs, LAST)
        done = time.perf_counter()
        print(
            f"{len(codes)} countries by {width}: reading {read - start:.2f} s, rates {made - read:.2f} s, projection {done - made:.2f} s"
        )
        ours = result.values if width == 5 else np.add.reduceat(result.values[:, ::5], GROUPS, axis=-1)
        print("error in per cent".ljust(36) + "median |e|   90th |e|   99th |e|   largest")
        found = errors(ours, theirs)
        large = theirs[:, 0].sum(axis=(1, 2)) >= LARGE
        found |= {
            f"{name}, of a million people": found[name][large] for name in ("total 2050", "total 2100", "65+ 2100")
        }
        for name, error in found.items():
            named = [code for code, many in zip(codes, large, strict=True) if many or len(error) == len(codes)]
            size = 100 * np.abs(error)
            quantiles = "".join(f"{np.quantile(size, q):11.3f}" for q in (0.5, 0.9, 0.99, 1.0))
            where = f"  {named[int(np.argmax(size))]}" if len(size) == len(named) else ""
            print(name.ljust(34) + quantiles + where)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
