"""The workbook: what is written comes back unchanged, what others wrote is never overwritten, hostile files are refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override
from tests.web import making

from groundfloor_web.core.actions import Invalid, NotAllowed, perform
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Entry, Workspace
from groundfloor_web.core.roles import Role
from groundfloor_web.stocktaking import actions
from groundfloor_web.stocktaking.models import Gap, Intake, MatrixEntry, MatrixRow, Recommendation, Scheme
from groundfloor_web.stocktaking.opened import opened
from groundfloor_web.stocktaking.workbook import checking, written


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Texts are told in English, whatever a page before was asked in."""
    with override("en"):
        yield


@pytest.fixture
def ready(ghana: Workspace) -> Workspace:
    opened(ghana)
    return ghana


@pytest.fixture
def kwame(ready: Workspace) -> Actor:
    return making.actor(ready, name="Kwame")


@pytest.fixture
def filled(kwame: Actor) -> MatrixEntry:
    """A workspace with something on every sheet; the texts are awkward on purpose."""
    perform(actions.TakeOverSchemes, kwame, {"chosen": ["nhis", "leap"]})
    gap = perform(
        actions.AddGap,
        kwame,
        {
            "guarantee": "old_age",
            "kind": "policy",
            "text": {"en": "+ no pension", "fr": "pas de pension"},
            "legal": "12.5",
        },
    )
    row = MatrixRow.objects.of(kwame.workspace).get(guarantee="old_age")
    given = {
        "row": row.pk,
        "text": {"en": "A pension\r\nfor all"},
        "kind": "new_scheme",
        "priority": 1,
        "answers": [gap.pk],
    }
    perform(actions.AddRecommendation, kwame, given)
    nhis = Scheme.objects.get(pack_scheme="nhis")
    given = {
        "row": row.pk,
        "column": "policy_gaps",
        "text": {"en": "=1+1", "fr": "@SUM(A1)"},
        "gap": gap.pk,
        "scheme": nhis.pk,
    }
    found = perform(actions.AddEntry, kwame, given)
    assert isinstance(found, MatrixEntry)
    return found


def upload(content: bytes, name: str = "given.xlsx") -> dict[str, Any]:
    return {"workbook": SimpleUploadedFile(name, content)}


def check(by: Actor, content: bytes) -> Intake:
    found = perform(actions.CheckWorkbook, by, {}, files=upload(content))
    assert isinstance(found, Intake)
    return found


def refusal(by: Actor, content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        check(by, content)
    return str(refused.value.form.errors["workbook"][0])


def changed(content: bytes, change: Callable[[Any], None]) -> bytes:
    """The workbook as a spreadsheet program leaves it after a change."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def column(sheet: Any, key: str) -> int:
    return next(cell.column for cell in sheet[2] if cell.value == key)


def put(sheet: Any, row: int, /, **values: Any) -> None:
    for key, value in values.items():
        sheet.cell(row, column(sheet, key.replace("__", ":"))).value = value


def counts(intake: Intake) -> tuple[int, ...]:
    return tuple(intake.count(name) for name in ("added", "changed", "conflict", "unchanged"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_written_comes_back_unchanged(filled: MatrixEntry, kwame: Actor, language: str) -> None:
    with override(language):
        content = written(kwame.workspace)
        for given in (content, changed(content, lambda _book: None)):
            found = check(kwame, given)
            assert found.problems == []
            assert counts(found) == (0, 0, 0, 5)
            with pytest.raises(NotAllowed):
                perform(actions.TakeOverWorkbook, kwame, {"seen": "on"}, found)


def test_texts_that_look_like_formulas_stay_texts(filled: MatrixEntry, kwame: Actor) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(kwame.workspace)))
    sheet = book["Matrix"]
    cell = sheet.cell(3, column(sheet, "text:en"))
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
    assert sheet.column_dimensions["A"].hidden
    assert not any(one.data_type == "f" for page in book for line in page.iter_rows() for one in line)


def test_new_rows_and_changes_are_previewed_then_taken_over_by_their_own_actions(
    filled: MatrixEntry, kwame: Actor
) -> None:
    def change(book: Any) -> None:
        put(book["Matrix"], 3, text__fr="Une pension manque")
        put(book["Matrix"], 4, row="Santé", column="Dispositifs existants", text__en="New one", source="Workshop")
        put(book["Gaps"], 4, guarantee="Health", kind="Access to services", text__en="Far away", effective=40)

    found = check(kwame, changed(written(kwame.workspace), change))
    assert found.problems == []
    assert counts(found) == (2, 1, 0, 4)
    assert [one for row in found.rows for one in row["changes"]] == [
        {
            "column": "text",
            "before": "English: =1+1\nfrançais: @SUM(A1)",
            "after": "English: =1+1\nfrançais: Une pension manque",
        }
    ]
    filled.refresh_from_db()
    assert filled.text["fr"] == "@SUM(A1)"  # nothing is changed by looking
    with pytest.raises(Invalid):
        perform(actions.TakeOverWorkbook, kwame, {}, found)
    perform(actions.TakeOverWorkbook, kwame, {"seen": "on"}, found)
    filled.refresh_from_db()
    assert (filled.text["fr"], filled.version) == ("Une pension manque", 2)
    made = MatrixEntry.objects.get(source="Workshop")
    assert (made.row.guarantee, made.column) == ("health", "existing")
    assert Gap.objects.get(guarantee="health").effective == 40
    names = list(Entry.objects.filter(workspace=kwame.workspace).values_list("action", flat=True)[:4])
    assert names == [
        "stocktaking.take_over_workbook",
        *(f"stocktaking.{one}" for one in ("add_gap", "add_entry", "change_entry")),
    ]


def test_what_others_changed_since_is_a_conflict_and_stays(filled: MatrixEntry, kwame: Actor) -> None:
    content = written(kwame.workspace)
    efua = making.actor(kwame.workspace, Role.SOCIAL_PARTNER)
    standing = {key: value for key, value in filled.snapshot().items() if value is not None}
    perform(actions.ChangeEntry, efua, standing | {"text": {"en": "Efua's"}}, filled)
    untouched = check(kwame, content)
    assert counts(untouched) == (0, 0, 0, 5)  # the file is older, but says nothing new

    def change(book: Any) -> None:
        put(book["Matrix"], 3, text__en="Kwame's")
        put(book["Gaps"], 3, effective=3)

    found = check(kwame, changed(content, change))
    assert counts(found) == (0, 1, 1, 3)
    perform(actions.TakeOverWorkbook, kwame, {"seen": "on"}, found)
    filled.refresh_from_db()
    assert filled.text == {"en": "Efua's"}
    assert Gap.objects.get().effective == 3


def test_a_change_between_the_preview_and_the_confirmation_refuses_all(filled: MatrixEntry, kwame: Actor) -> None:
    def change(book: Any) -> None:
        put(book["Matrix"], 3, text__en="Kwame's")
        put(book["Matrix"], 4, row="Health", column="existing", text__en="New one")
        put(book["Gaps"], 3, effective=3)

    found = check(kwame, changed(written(kwame.workspace), change))
    gap = Gap.objects.get()
    standing = {key: value for key, value in gap.snapshot().items() if value is not None}
    perform(actions.ChangeGap, kwame, standing | {"effective": "9"}, gap)
    before = Entry.objects.count()
    with pytest.raises(Invalid, match="Nothing was taken over"):
        perform(actions.TakeOverWorkbook, kwame, {"seen": "on"}, found)
    filled.refresh_from_db()
    found.refresh_from_db()
    assert (filled.text["en"], found.taken, Entry.objects.count()) == ("=1+1", False, before)
    assert MatrixEntry.objects.count() == 1
    client = Client()
    client.force_login(kwame.user)
    answer = client.post(f"/gha/do/stocktaking.take_over_workbook/{found.pk}/", {"seen": "on"})
    assert answer.status_code == 422
    assert "somebody has changed it" in answer.content.decode()


def test_problems_name_sheet_row_column_rule_and_fix_and_nothing_can_be_taken(
    filled: MatrixEntry, kwame: Actor
) -> None:
    def change(book: Any) -> None:
        put(book["Matrix"], 4, row="The moon", column="existing", text__en="x")
        put(book["Matrix"], 5, row="Health", column="somewhere", text__en="x")
        put(book["Matrix"], 6, row="Health", column="existing", source="no text")
        put(book["Gaps"], 3, legal=120)
        put(book["Inventory of schemes"], 3, cost="much", cost_year=20255)
        put(book["Inventory of schemes"], 4, id=999999, version=1)

    found = check(kwame, changed(written(kwame.workspace), change))
    said = {(one["sheet"], one["row"], one["column"].split(" ")[0]) for one in found.problems}
    assert said == {
        ("Matrix", 4, "C"),
        ("Matrix", 5, "D"),
        ("Matrix", 6, "E"),
        ("Gaps", 3, "I"),
        ("Inventory of schemes", 3, "X"),
        ("Inventory of schemes", 3, "Y"),
        ("Inventory of schemes", 4, "A"),
    }
    assert all(one["rule"] and one["fix"] for one in found.problems)
    assert "Existing provisions" in next(one["fix"] for one in found.problems if one["row"] == 5)
    with pytest.raises(NotAllowed):
        perform(actions.TakeOverWorkbook, kwame, {"seen": "on"}, found)
    client = Client()
    client.force_login(kwame.user)
    page = client.get(f"/gha/stocktaking/workbook/{found.pk}/").content.decode()
    assert "7 problems" in page
    assert "do/stocktaking.take_over_workbook" not in page


def test_the_flip_chart_becomes_new_entries_once(ready: Workspace, kwame: Actor) -> None:
    def change(book: Any) -> None:
        sheet = book["Flip chart"]
        put(sheet, 3, existing__en="Insurance", recommendations__en="Enrol everybody")
        put(sheet, 4, implementation__en="Long queues")

    given = changed(written(ready, blank=True), change)
    found = check(kwame, given)
    assert found.problems == []
    assert counts(found) == (3, 0, 0, 0)
    perform(actions.TakeOverWorkbook, kwame, {"seen": "on"}, found)
    assert {(one.row.guarantee, one.column, one.text["en"]) for one in MatrixEntry.objects.of(ready)} == {
        ("health", "existing", "Insurance"),
        ("health", "implementation", "Long queues"),
    }
    assert Recommendation.objects.get().text == {"en": "Enrol everybody"}
    assert counts(check(kwame, given)) == (0, 0, 0, 3)  # given back twice by mistake


def test_what_is_too_much_for_once_is_given_back_in_parts(
    ready: Workspace, kwame: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "AT_ONCE", 1)

    def change(book: Any) -> None:
        put(book["Flip chart"], 3, existing__en="Insurance", planned__en="More")

    found = check(kwame, changed(written(ready, blank=True), change))
    assert [one["fix"] for one in found.problems] == ["Give the workbook back in parts."]
    assert not actions.TakeOverWorkbook.allowed(kwame, found)


def test_a_workbook_of_another_country_is_refused(ready: Workspace, togo: Workspace, kwame: Actor) -> None:
    opened(togo)
    assert "another workspace (tgo)" in refusal(kwame, written(togo))


def packed(parts: dict[str, bytes], base: bytes | None = None) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        if base is not None:
            with zipfile.ZipFile(io.BytesIO(base)) as old:
                for name in set(old.namelist()) - set(parts):
                    archive.writestr(name, old.read(name))
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_files_that_are_no_workbooks_are_refused_with_a_sentence(ready: Workspace, kwame: Actor) -> None:
    good = written(ready)
    for content, reason in (
        (b"id,text\n1,x\n", "not a workbook"),
        (b"%PDF-1.7", "not a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "password"),
        (packed({"a.txt": b"x"}), "not a workbook"),
        (good[: len(good) // 2], "not a workbook"),
        (b"x" * 5_000_001, "larger than 5 MB"),
        (packed({"xl/workbook.xml": b"<nonsense"}, good), "damaged"),
        (packed({"xl/worksheets/sheet2.xml": b"<worksheet><sheetData><row r='x'>"}, good), "damaged"),
        (changed(good, lambda book: [book.remove(one) for one in book.worksheets[1:]]), "No sheet of this workbook"),
    ):
        assert reason in refusal(kwame, content)
    assert not Intake.objects.exists()


def test_bombs_macros_links_entities_and_formulas_are_refused(ready: Workspace, kwame: Actor) -> None:
    good = written(ready)
    doctype = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><sst>&a;</sst>'
    for content, reason in (
        (packed({"xl/media/a.bin": b"\0" * 60_000_000}, good), "unpacks to far more"),
        (packed({f"xl/media/{n}": b"" for n in range(400)}, good), "unpacks to far more"),
        (packed({"xl/vbaProject.bin": b"x"}, good), "macros"),
        (packed({"xl/externalLinks/externalLink1.xml": b"<x/>"}, good), "links to other files"),
        (packed({"xl/connections.xml": b"<x/>"}, good), "links to other files"),
        (packed({"xl/sharedStrings.xml": doctype}, good), "spreadsheet program"),
        (packed({"xl/sharedStrings.xml": doctype.decode().encode("utf-16")}, good), "spreadsheet program"),
        (changed(good, lambda book: put(book["Gaps"], 3, legal="=1+1")), "formula in cell"),
        (changed(good, lambda book: put(book["Gaps"], 6000, source="x")), "more than 2000 rows"),
    ):
        assert reason in refusal(kwame, content)
    assert not Intake.objects.exists()


def test_the_pages_check_take_over_and_download(filled: MatrixEntry, kwame: Actor) -> None:
    client = Client()
    client.force_login(kwame.user)
    for which in ("filled", "blank"):
        answer = client.get(f"/gha/stocktaking/workbook/{which}.xlsx")
        assert answer.status_code == 200
        assert answer["Content-Disposition"].endswith('.xlsx"')
    assert client.get("/gha/stocktaking/workbook/other.xlsx").status_code == 404

    def change(book: Any) -> None:
        put(book["Gaps"], 3, effective=7.25)

    given = upload(changed(written(kwame.workspace), change))
    answer = client.post("/gha/do/stocktaking.check_workbook/", given)
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "7.25" in page
    found = Intake.objects.get(kind="workbook")
    assert (
        client.post(f"/gha/do/stocktaking.take_over_workbook/{found.pk}/", {"seen": "on", "version": "1"}).status_code
        == 302
    )
    assert float(Gap.objects.get().effective) == 7.25
    assert "was taken over" in client.get(answer["Location"]).content.decode()


def test_who_may_not_take_over_sees_no_intake(ready: Workspace, kwame: Actor) -> None:
    found = check(kwame, written(ready))
    client = Client()
    client.force_login(making.member(ready, Role.OBSERVER))
    assert client.get(f"/gha/stocktaking/workbook/{found.pk}/").status_code == 404
    assert client.get("/gha/stocktaking/workbook/filled.xlsx").status_code == 200


def test_the_observer_downloads_and_reads_but_adds_nothing(ready: Workspace) -> None:
    client = Client()
    client.force_login(making.member(ready, Role.OBSERVER))
    assert "do/stocktaking" not in client.get("/gha/stocktaking/").content.decode()
    assert client.get("/gha/do/stocktaking.add_entry/").status_code == 403
