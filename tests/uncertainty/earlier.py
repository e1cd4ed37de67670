"""An earlier projection of Ghana, made up: the pack's own rates and bounds ten years before, and a forecast of inflation."""

from __future__ import annotations

import csv


def earlier_of(pack, changed=lambda var, sex, age, value: value):
    """The folder backtest/ of a pack: its own base and rates ten years before."""
    folder = pack / "backtest" / "population"
    folder.mkdir(parents=True)
    for file in (pack / "population").glob("*.csv"):
        lines = [
            line for line in file.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")
        ]
        rows = list(csv.DictReader(lines))
        with (folder / file.name).open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, rows[0].keys())
            writer.writeheader()
            for row in rows:
                years = [str(int(year) - 10) for year in row["period"].split("-")]
                value = changed(row["var"], row["sex"], row["age"], float(row["value"]))
                writer.writerow(row | {"period": "-".join(years), "value": repr(value)})
    return folder.parent


def bounds_of(pack, folder):
    """The pack's bounds ten years before."""
    lines = [
        line for line in (pack / "bounds.csv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    ]
    rows = list(csv.DictReader(lines))
    with (folder / "bounds.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(row | {"year": int(row["year"]) - 10} for row in rows)


def economy_of(folder):
    """What was expected of inflation in 2019."""
    (folder / "economy.csv").write_text(
        "year,series,value,unit,status,source\n"
        "2019,inflation,0.0714,share,actual,WEO\n2020,inflation,0.08,share,projection,WEO\n2021,inflation,0.07,share,projection,WEO\n"
        "2022,inflation,0.06,share,projection,WEO\n",
        encoding="utf-8",
    )
