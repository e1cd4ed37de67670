"""Grouped data as they are published, and what cannot be a distribution."""

from __future__ import annotations

import pytest
import xlsxwriter
from tests.grouped.published import L, P, W, X

from groundfloor.errors import GroundfloorError
from groundfloor.grouped import from_arrays, grouped, groups_of, read_groups

DECILES = (3, 5, 6, 7, 8, 9, 11, 13, 15, 23)


def file(tmp_path, text, name="groups.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def lorenz(tmp_path, text, columns=None, mean=None):
    return groups_of(read_groups(file(tmp_path, text), columns), mean)


@pytest.mark.parametrize(
    "text",
    [
        "share\n" + "\n".join(map(str, DECILES)),
        "decile,share\n" + "\n".join(f"{i},{one / 100}" for i, one in enumerate(DECILES, 1)),
        "Income share\n" + "\n".join(f"{one}%" for one in DECILES),
        "class;share\n" + "\n".join(f"{i};{one},0" for i, one in enumerate(DECILES, 1)),
        "persons\tshare\n" + "\n".join(f"1200\t{one}" for one in DECILES),
        "population_share,mean\n" + "\n".join(f"10,{one * 25}" for one in DECILES),
        "p,L\n0,0\n" + "\n".join(f"{(i + 1) / 10},{sum(DECILES[: i + 1])}" for i in range(10)),
    ],
    ids=["percent", "shares", "signs", "decimal-commas", "persons", "means", "cumulative"],
)
def test_every_way_of_writing_the_same_deciles(tmp_path, text):
    found = lorenz(tmp_path, text)
    assert found.p == pytest.approx([i / 10 for i in range(1, 11)])
    assert found.shares * 100 == pytest.approx(DECILES)
    assert found.mean == (pytest.approx(250.0) if "mean" in text else None)
    assert found.name == "groups"


def test_a_workbook_with_names_of_its_own(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "INS 2024.xlsx")
    book.add_worksheet("Note").write(0, 0, "Source")
    sheet = book.add_worksheet("Déciles")
    sheet.write_row(0, 0, ["Décile", "Part du revenu", "Moyenne"])
    for i, one in enumerate(DECILES, 1):
        sheet.write_row(i, 0, [f"D{i}", one, one * 25])
    book.close()
    path = tmp_path / "INS 2024.xlsx"
    found = groups_of(read_groups(path, {"share": "Part du revenu", "mean": "Moyenne"}, "Déciles"))
    assert found.shares * 100 == pytest.approx(DECILES)
    assert found.mean == pytest.approx(250.0)
    with pytest.raises(GroundfloorError, match=r"No column is known\. .*share='Décile'"):
        read_groups(path, None, "Déciles")
    with pytest.raises(GroundfloorError, match=r"Did you mean 'Part du revenu'\?"):
        read_groups(path, {"share": "part du revenus"}, "Déciles")


def test_deciles_side_by_side(tmp_path):
    head = "country,year," + ",".join(f"decile{i}" for i in range(1, 11))
    row = "X,2020," + ",".join(f"{one / 100}" for one in DECILES)
    assert lorenz(tmp_path, f"{head}\n{row}\n").shares * 100 == pytest.approx(DECILES)
    for text, said in (
        (f"{head}\n{row}\n{row}\n", "row 3: There are 2 rows of decile1 to decile10"),
        (f"{head}\n{row.replace('0.23', '0.20')}\n", "adds up to 0.97"),
        (f"{head}\n{row.replace('0.11', '-0.11')}\n", "row 2, column 'decile7': -0.11 is negative"),
        (f"{head}\n{row.replace('0.11', 'x')}\n", "row 2, column 'decile7': 'x' is not a number"),
    ):
        with pytest.raises(GroundfloorError, match=said):
            lorenz(tmp_path, text)


def test_the_table_of_datt_as_it_stands(tmp_path):
    rows = "\n".join(",".join(map(str, row)) for row in zip(W, X, P, L, strict=True))
    found = lorenz(tmp_path, "W_pct,X_mean,p,L\n" + rows, mean=109.90)
    assert found.lorenz == pytest.approx(L)
    assert (found.mean, found.scaled) == (109.90, pytest.approx(109.885495))


# text of the file, what is said; the place is checked with it
BROKEN = {
    "adds-up-to-97": (
        "share\n3\n5\n6\n7\n8\n9\n11\n13\n15\n20\n",
        r"column 'share': The column adds up to 97\. Expected 1, or 100",
    ),
    "with-totals": ("share\n10\n20\n30\n40\n100\n", "adds up to 200.*The last row seems to hold the totals"),
    "mixed": ("share\n0.1\n0.2\n0.3\n40\n", "adds up to 40.6"),
    "richest-first": ("share\n40\n30\n20\n10\n", "row 3, column 'share': The class is poorer than the one before"),
    "unordered-means": (
        "W,X\n25,10\n25,30\n25,20\n25,40\n",
        r"row 4, column 'X': The class is poorer .*: 0\.8 of the mean after 1\.2",
    ),
    "decreasing": ("p,L\n0.25,0.2\n0.5,0.1\n0.75,0.6\n1,1\n", "row 3, column 'L': 0.1 is below the class before"),
    "above-the-diagonal": ("p,L\n0.25,0.3\n0.5,0.6\n0.75,0.8\n1,1\n", "row 4, column 'L': The class is poorer"),
    "negative": ("share\n-5\n15\n30\n60\n", "row 2, column 'share': -5 is negative"),
    "one-class": ("share\n100\n", "There is 1 class. Expected 4 or more"),
    "three-classes": ("share\n20\n30\n50\n", "There are 3 classes"),
    "no-end": ("p,L\n0.2,0.05\n0.4,0.15\n0.6,0.3\n0.8,0.5\n", "row 5, column 'p': The last class ends at 0.8"),
    "equal": ("share\n25\n25\n25\n25\n", "All classes have the same mean"),
    "empty-class": ("persons,share\n10,10\n0,20\n10,30\n10,40\n", "row 3, column 'persons': The class has no persons"),
    "hole": ("class,share\na,10\nb,20\nc,\nd,40\n", "row 4, column 'share': The cell is empty"),
    "word": ("share\n10\n20\n30\nforty\n", "row 5, column 'share': 'forty' is not a number"),
    "some-signs": ("share\n10%\n20%\n30\n40%\n", "row 4, column 'share': '30' stands in a column where some"),
    "thousands": (
        'W,X\n25,"1,000"\n25,"2,000"\n25,"3,000"\n25,"4,000"\n',
        "row 2, column 'X': '1,000' may be 1000 or 1.000",
    ),
    "thousands-and-points": (
        'W,X\n25.0,"1,000"\n25,"2,000"\n25,"3,000"\n25,"4,000"\n',
        "row 2, column 'X': '1,000' is not a number",
    ),
    "contradiction": ("W,X,L\n25,10,0.1\n25,20,0.5\n25,30,0.7\n25,40,1\n", "The columns contradict each other"),
    "nothing-held": ("persons,p\n1,.25\n1,.5\n1,.75\n1,1\n", "Nothing says what each class has"),
    "no-known-column": ("a,b\n1,2\n", "row 1: No column is known"),
    "twice": ("share,income share\n1,2\n", "Both 'share' and 'income share' are read as share"),
    "all-nothing": ("W,X\n25,0\n25,0\n25,0\n25,0\n", "The classes have nothing"),
    "limit-above-mean": (
        "mean,lower,upper\n10,12,20\n25,20,30\n35,30,40\n50,40,\n",
        "row 2, column 'lower': The mean of the class lies below 12",
    ),
    "limits-overlap": (
        "mean,lower,upper\n10,0,20\n25,15,30\n35,30,40\n50,40,\n",
        "row 3, column 'lower': 15 lies within the class before",
    ),
    "limits-without-a-mean": ("share,lower\n10,0\n20,5\n30,9\n40,12\n", "limits of classes say nothing without a mean"),
    "no-rows": ("share\n", "no rows below its header"),
}


@pytest.mark.parametrize("case", sorted(BROKEN))
def test_what_cannot_be_is_refused_where_it_stands(tmp_path, case):
    text, said = BROKEN[case]
    with pytest.raises(GroundfloorError, match=said) as refused:
        lorenz(tmp_path, text)
    assert "groups.csv" in str(refused.value)


def test_lines_and_means_that_cannot_be():
    groups = groups_of(from_arrays(DECILES), 1000.0)
    for line in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(GroundfloorError, match="The poverty line 'z' is"):
            grouped(groups, {"z": line})
    for mean in (0.0, -5.0, float("nan")):
        with pytest.raises(GroundfloorError, match="The mean is"):
            groups_of(from_arrays(DECILES), mean)
    with pytest.raises(GroundfloorError, match="needs the mean of all persons"):
        grouped(groups_of(from_arrays(DECILES)), {"z": 1.0})
    with pytest.raises(GroundfloorError, match="unit 'USD' is not known"):
        grouped(groups, unit="USD")


def test_arrays_that_cannot_be():
    for data, said in (
        ({"shares": DECILES}, "Unknown column 'shares'"),
        ({"share": DECILES, "mean": DECILES[:3]}, "different lengths"),
        (["a", "b"], "not numbers"),
        (5, "not numbers"),
        ([10, 20, float("nan"), 70], "the data given, row 3, column 'share': The value is missing"),
        ([], "There are 0 classes"),
    ):
        with pytest.raises(GroundfloorError, match=said):
            groups_of(from_arrays(data))


def test_a_line_above_everybody_and_below_everybody():
    found = grouped(groups_of(from_arrays(DECILES), 1000.0), {"all": 1e7, "none": 0.001})
    chosen = {(row["line"], row["measure"]): row for row in found.shown()}
    assert chosen["all", "fgt0"]["value"] == pytest.approx(1.0, abs=1e-6)
    assert chosen["all", "fgt1"]["value"] == pytest.approx(1 - 1000 / 1e7, abs=1e-6)
    assert chosen["all", "fgt0_elasticity_mean"]["value"] == pytest.approx(0.0, abs=1e-5)
    assert chosen["none", "fgt0"]["value"] == pytest.approx(0.0, abs=1e-3)
    for row in found.rows:
        assert row["value"] == row["value"] or row["note"], row


def test_rounding_may_not_change_what_is_refused():
    """Percentiles to one decimal: equal and by rounding disordered neighbours are one class for the bounds, not a mistake."""
    tenths = [1.0] * 40 + [0.9] + [1.0] * 58
    shares = [*tenths, 100 - sum(tenths)]
    groups = groups_of(from_arrays(shares))
    assert groups.merged > 0
    assert groups.lorenz[-1] == 1.0
    assert (groups.means[1:] >= groups.means[:-1]).all()
    rounded = groups_of(from_arrays([3, 5, 6, 7, 8, 9, 11, 13, 15, 22.6]))
    assert rounded.shares.sum() == pytest.approx(1.0)
