"""A matrix that a whole country writes into stays a page that a slow link carries, and nothing in it is out of reach."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from tests.web import making

from groundfloor_web.core.models import Workspace
from groundfloor_web.stocktaking.models import Column, Gap, MatrixEntry, MatrixRow, Recommendation, Scheme
from groundfloor_web.stocktaking.opened import opened

HEAVIEST = 150_000
TEXT = "The scheme pays less often than its law says in districts without a bank, and the poorest are not told of it"


@pytest.fixture
def ready(ghana: Workspace) -> Workspace:
    opened(ghana)
    return ghana


@pytest.fixture
def reader(ready: Workspace) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(making.member(ready))
    return client


def fill(of: Workspace, each: int) -> None:
    """So many entries or recommendations in each of the twenty cells."""
    scheme = Scheme.objects.create(workspace=of, name={"en": "Social pension"}, guarantee="old_age", function="old_age")
    said = {"en": "No pension law for the self-employed", "fr": "Pas de loi sur la pension des indépendants"}
    gap = Gap.objects.create(workspace=of, guarantee="old_age", kind="policy", text=said, legal=40, effective=12)
    rows = list(MatrixRow.objects.of(of))
    # as most were written: in one of the two languages, with a source, and each third about a scheme or a gap
    texts = [{"en": f"{TEXT}, {number}", "fr": f"{TEXT}, {number}"} for number in range(each)]
    about = [{"scheme": scheme}, {"gap": gap}, {}]
    MatrixEntry.objects.bulk_create(
        MatrixEntry(workspace=of, row=row, column=column, text=text, source="Budget statement 2026", **about[place % 3])
        for row in rows
        for column in Column
        for place, text in enumerate(texts)
    )
    Recommendation.objects.bulk_create(
        Recommendation(workspace=of, row=row, text=text, kind="expansion", priority=2) for row in rows for text in texts
    )


def weight(page: str, *, packed: bool = False) -> int:
    """Bytes of a page with all it loads, as they are or as they are sent."""
    files = {finders.find(one) for one in re.findall(r'(?:href|src)="/static/([^"]+)"', page)}
    parts = [page.encode(), *(Path(str(one)).read_bytes() for one in files)]
    return sum(len(gzip.compress(part)) if packed else len(part) for part in parts)


def shown(page: str) -> set[str]:
    return set(re.findall(r'id="((?:entry|recommendation)-\d+)"', page))


def test_a_matrix_of_five_hundred_is_no_heavy_page(ready: Workspace, reader: Client) -> None:
    fill(ready, 25)
    assert MatrixEntry.objects.count() + Recommendation.objects.count() == 500
    for language in ("en", "fr", "ar"):
        for path in ("", f"cells/{MatrixRow.objects.all()[0].pk}/existing/", "print/"):
            page = reader.get(f"/gha/stocktaking/{path}", headers={"Accept-Language": language}).content.decode()
            assert f'<html lang="{language}"' in page
            # what is printed is whole, and each text marked that is not in the reader's language
            assert weight(page, packed=path == "print/") < HEAVIEST, (language, path)


def test_of_full_cells_the_newest_are_shown_and_links_lead_to_all(ready: Workspace, reader: Client) -> None:
    fill(ready, 60)
    page = reader.get("/gha/stocktaking/").content.decode()
    things = [*MatrixEntry.objects.all(), *Recommendation.objects.all()]
    names = {f"{'entry' if isinstance(one, MatrixEntry) else 'recommendation'}-{one.pk}" for one in things}
    assert len(shown(page)) == 100
    last = MatrixEntry.objects.filter(column="existing").order_by("pk").last()
    assert last is not None
    assert f"entry-{last.pk}" in shown(page)
    cells = set(re.findall(r'href="(/gha/stocktaking/cells/[^"]+)"', page))
    assert len(cells) == 20
    assert "Show all 60" in page
    found: set[str] = set()
    for cell in cells:
        for number in (1, 2):
            found |= shown(reader.get(f"{cell}?page={number}").content.decode())
    assert found == names


def test_a_matrix_that_is_not_full_is_shown_whole(ready: Workspace, reader: Client) -> None:
    fill(ready, 5)
    page = reader.get("/gha/stocktaking/").content.decode()
    assert len(shown(page)) == 100
    assert "Show all" not in page
    one = MatrixEntry.objects.all()[0]
    one.pk, one._state.adding = None, True
    one.save()
    page = reader.get("/gha/stocktaking/").content.decode()
    assert page.count("Show all 6") == page.count("Show all") == 1
    assert len(shown(page)) == 100
    assert f"entry-{one.pk}" in shown(page)


def test_what_is_filled_leads_to_its_cells(ready: Workspace, reader: Client) -> None:
    fill(ready, 1)
    page = reader.get("/gha/stocktaking/completeness/").content.decode()
    cells = set(re.findall(r'href="(/gha/stocktaking/cells/[^"]+)"', page))
    assert len(cells) == 20
    assert all(len(shown(reader.get(cell).content.decode())) == 1 for cell in cells)


def test_a_long_text_is_cut_in_the_matrix_and_whole_in_its_cell(ready: Workspace, reader: Client) -> None:
    row = MatrixRow.objects.all()[0]
    text = "word " * 200 + "end"
    one = MatrixEntry.objects.create(workspace=ready, row=row, column="planned", text={"en": text})
    assert "end</a>" not in reader.get("/gha/stocktaking/").content.decode()
    assert "word…</a>" in reader.get("/gha/stocktaking/").content.decode()
    for path in (f"cells/{row.pk}/planned/", f"entries/{one.pk}/"):
        assert text in reader.get(f"/gha/stocktaking/{path}").content.decode()


def test_cells_of_other_countries_and_unknown_columns_do_not_exist(
    ready: Workspace, togo: Workspace, reader: Client
) -> None:
    opened(togo)
    own, theirs = MatrixRow.objects.of(ready)[0], MatrixRow.objects.of(togo)[0]
    found = {
        path: reader.get(f"/gha/stocktaking/cells/{path}/").status_code
        for path in (f"{own.pk}/existing", f"{own.pk}/recommendations", f"{own.pk}/nothing", f"{theirs.pk}/existing")
    }
    assert list(found.values()) == [200, 200, 404, 404]
