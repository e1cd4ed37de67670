"""Documents of rounds: what a file is is found by looking into it, it is kept whole by its hash, and got back as what was given."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import stat
import subprocess
import sys
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pptx
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.web import making
from tests.web.test_dialogue import Table, table

from groundfloor_web.core.actions import Invalid, NotAllowed, perform
from groundfloor_web.core.models import Entry, Workspace
from groundfloor_web.core.roles import Role
from groundfloor_web.dialogue import actions, kept, looked_into
from groundfloor_web.dialogue.models import Document, EarlierVersion
from groundfloor_web.dialogue.models.documents import Kind

__all__ = ["table"]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEXT = b"Concept note\n"


def zipped(**parts: bytes | str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx(kind: str = WORD, **more: bytes | str) -> bytes:
    kinds = f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    return zipped(**{"[Content_Types].xml": kinds, "word/document.xml": "<w:document/>"} | more)


def xlsx() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def slides() -> bytes:
    file = io.BytesIO()
    pptx.Presentation().save(file)
    return file.getvalue()


def odt(**more: bytes) -> bytes:
    mimetype = "application/vnd.oasis.opendocument.text"
    return zipped(**{"mimetype": mimetype, "content.xml": "<office:document-content/>"} | more)


def png() -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")

    head = (1).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 50 + b"\xff\xd9"
GOOD = {
    "a.pdf": PDF,
    "a.docx": docx(),
    "a.xlsx": xlsx(),
    "a.pptx": slides(),
    "a.odt": odt(),
    "a.png": png(),
    "a.jpg": JPEG,
    "a.JPEG": JPEG,
    "a.txt": "Note d’été. ملاحظة".encode(),
    "b.txt": "Note d’été".encode("utf-16"),
}
OFFICE = "/word/"
BAD = {
    "a program as text": ("note.txt", b"MZ\x90\x00\x03"),
    "a program as PDF": ("note.pdf", b"MZ\x90\x00\x03"),
    "text as PDF": ("note.pdf", b"not a PDF"),
    "a page of the web": ("page.html", b"<html>"),
    "a picture that can hold scripts": ("a.svg", b"<svg/>"),
    "no ending": ("note", TEXT),
    "half a PDF": ("a.pdf", PDF[:30]),
    "a PDF with a script": ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript>>")),
    "a workbook called document": ("a.docx", xlsx()),
    "any archive": ("a.docx", zipped(a="x")),
    "half an archive": ("a.docx", docx()[:-30]),
    "macros by name": ("a.docm", docx()),
    "macros within": ("a.docx", docx(**{"word/vbaProject.bin": b"x"})),
    "macros by kind": ("a.docx", docx(WORD.replace("document.main", "document.macroEnabled.main"), **{})),
    "a program within": ("a.docx", docx(**{"word/media/run.exe": b"MZ"})),
    "an object within": ("a.docx", docx(**{"word/embeddings/oleObject1.bin": b"x"})),
    "macros of LibreOffice": ("a.odt", odt(**{"Basic/Standard/Module1.xml": b"x"})),
    "entities": ("a.docx", docx(**{"word/styles.xml": "<!DOCTYPE x [<!ENTITY y 'z'>]><x/>"})),
    "an old format or a password": ("a.docx", b"\xd0\xcf\x11\xe0" + b"0" * 100),
    "empty text": ("a.txt", b" "),
    "half a picture": ("a.png", png()[:-14]),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_known_by_what_is_in_it(name: str) -> None:
    ending = name.rpartition(".")[2].lower()
    assert looked_into.kind_of(name, GOOD[name]) == ("jpg" if ending == "jpeg" else ending)


@pytest.mark.parametrize("case", BAD)
def test_what_may_do_harm_or_is_not_what_it_is_called_is_refused_with_a_sentence(case: str) -> None:
    with pytest.raises(looked_into.Refused, match=r"[A-Z].+\."):
        looked_into.kind_of(*BAD[case])


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    bomb = docx(**{"word/media/big.bin": b"\0" * (looked_into.UNPACKED * settings.LARGEST_DOCUMENT + 1)})
    assert len(bomb) < settings.LARGEST_DOCUMENT
    with pytest.raises(looked_into.Refused, match="unpacks to far more"):
        looked_into.kind_of("a.docx", bomb)
    # and one that does not say how large it is
    liar = bomb.replace((looked_into.UNPACKED * settings.LARGEST_DOCUMENT + 1).to_bytes(4, "little"), b"\x10\0\0\0")
    with pytest.raises(looked_into.Refused, match="damaged"):
        looked_into.kind_of("a.docx", liar)


def test_too_large_a_file_is_refused(settings: Any) -> None:
    settings.LARGEST_DOCUMENT = 1_000_000
    with pytest.raises(looked_into.Refused, match="larger than 1 MB"):
        looked_into.kind_of("a.txt", b"x" * 1_000_001)


@given(st.sampled_from(sorted(GOOD)), st.binary(max_size=200), st.integers(0, 100_000))
def test_whatever_is_given_is_known_or_refused(name: str, piece: bytes, place: int) -> None:
    content = GOOD[name]
    at = place % (len(content) + 1)
    with suppress(looked_into.Refused):
        assert looked_into.kind_of(name, content[:at] + piece + content[at:]) in Kind


def add(table: Table, content: bytes = TEXT, name: str = "note.txt", **more: Any) -> Any:
    said = {"round": table.round.pk, "title": {"en": "Note"}, "language": "en"} | more
    return perform(actions.AddDocument, table.secretary, said, files={"file": SimpleUploadedFile(name, content)})


def client_of(somebody: Any) -> Client:
    client = Client()
    client.force_login(somebody.user)
    return client


def test_it_is_kept_by_its_hash_and_got_back_as_it_was_given(table: Table) -> None:
    one = add(table, name="../../<b>note</b>.txt")
    assert one.digest == hashlib.sha256(TEXT).hexdigest()
    path = kept.place(one.digest)
    assert path.parent.parent == Path(settings.HOME) / "documents"
    assert path.read_bytes() == TEXT
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    answer = client_of(table.people["workers"]).get(one.file)
    assert answer.content == TEXT
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="gha-document-{one.pk}-1.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    line = Entry.objects.get(action="dialogue.add_document")
    assert one.digest in line.said
    assert line.after["digest"] == one.digest


def test_text_that_is_a_page_of_the_web_is_never_shown_as_one(table: Table) -> None:
    answer = client_of(table.secretary).get(add(table, b"<script>alert(1)</script>").file)
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["Content-Disposition"].startswith("attachment")


def test_only_who_may_read_the_round_gets_it(table: Table, togo: Workspace) -> None:
    one = add(table)
    assert Client().get(one.file).status_code == 302
    stranger = making.actor(togo, Role.COORDINATOR)
    assert client_of(stranger).get(one.file).status_code == 404
    assert client_of(stranger).get(one.file.replace("/gha/", "/tgo/")).status_code == 404


def test_a_new_version_takes_its_place_and_the_old_one_can_be_got(table: Table) -> None:
    one = add(table)
    perform(actions.ReplaceDocument, table.secretary, {}, one, files={"file": SimpleUploadedFile("other.pdf", PDF)})
    perform(actions.ReplaceDocument, table.secretary, {"address": "https://example.org/note"}, one)
    one.refresh_from_db()
    assert (one.number, one.kind, one.file, one.size) == (3, "link", "https://example.org/note", 0)
    second, first = EarlierVersion.objects.all()
    assert [(old.number, old.kind) for old in (first, second)] == [(1, "txt"), (2, "pdf")]
    client = client_of(table.people["workers"])
    assert client.get(first.file).content == TEXT
    assert client.get(second.file).content == PDF
    page = client.get(table.round.get_absolute_url()).content.decode()
    for address in (one.file, first.file, second.file):
        assert f'href="{address}"' in page
    before, after = (
        getattr(Entry.objects.filter(action="dialogue.replace_document").last(), name) for name in ("before", "after")
    )
    assert before["digest"] == first.digest
    assert after["digest"] == second.digest


def test_what_was_withdrawn_is_out_of_view_and_on_record(table: Table) -> None:
    one = add(table)
    perform(actions.WithdrawDocument, table.secretary, {}, one)
    reader, secretary = client_of(table.people["workers"]), client_of(table.secretary)
    assert one.file not in reader.get(table.round.get_absolute_url()).content.decode()
    assert reader.get(one.file).status_code == 404
    assert one.file in secretary.get(table.round.get_absolute_url()).content.decode()
    assert secretary.get(one.file).content == TEXT


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "file"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "ftp://example.org/a"}, "address"),
        ({"address": "https://example.org/a", "language": "x"}, "language"),
        ({"address": "https://example.org/a", "title": {}}, "title"),
    ],
)
def test_a_document_is_a_file_or_a_link(table: Table, given: dict[str, Any], field: str) -> None:
    said = {"round": table.round.pk, "title": {"en": "Note"}, "language": "en"} | given
    with pytest.raises(Invalid) as refused:
        perform(actions.AddDocument, table.secretary, said)
    assert field in refused.value.form.errors


def test_a_file_and_a_link_at_once_are_refused_and_nothing_is_kept(table: Table) -> None:
    content = b"a note that nobody else gives"
    with pytest.raises(Invalid):
        add(table, content, address="https://example.org/a")
    assert not kept.place(kept.digest_of(content)).exists()


def test_a_meeting_is_of_the_round(table: Table) -> None:
    given = {"round": table.round.pk, "title": {"en": "Sitting"}, "on": "2026-02-01T09:30"}
    meeting = perform(actions.CallMeeting, table.secretary, given)
    plan = {"body": table.round.body_id, "title": {"en": "Second"}, "opens": "2026-04-01", "closes": "2026-05-01"}
    other = perform(actions.PlanRound, table.secretary, plan)
    with pytest.raises(Invalid) as refused:
        add(table, meeting=meeting.pk, round=other.pk)
    assert "meeting" in refused.value.form.errors
    one = add(table, meeting=meeting.pk)
    page = client_of(table.secretary).get(meeting.get_absolute_url()).content.decode()  # type: ignore[attr-defined]
    assert one.file in page
    said = {"title": {"en": "Agenda"}, "language": "mul", "meeting": meeting.pk}
    assert str(perform(actions.ChangeDocument, table.secretary, said, one)) == "Agenda"


def test_only_the_secretariat_gives_documents(table: Table) -> None:
    with pytest.raises(NotAllowed):
        perform(actions.AddDocument, table.people["workers"], {})


def test_a_page_takes_the_file_and_says_why_it_does_not(table: Table) -> None:
    client, address = client_of(table.secretary), "/gha/do/dialogue.add_document/"
    said = {"round": table.round.pk, "title_0": "", "title_en": "Note", "language": "en"}
    bad = client.post(address, said | {"file": SimpleUploadedFile("a.docm", docx())})
    assert bad.status_code == 422
    assert "macros" in bad.content.decode()
    data = said | {"title_0": "Note", "file": SimpleUploadedFile("a.docx", docx())}
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.content.decode()
    assert Document.objects.get().kind == "docx"


def test_a_program_reads_what_is_said_of_it_and_names_links(table: Table) -> None:
    client = client_of(table.secretary)
    one = add(table)
    said = client.get(f"/api/gha/dialogue/document/{one.pk}/").json()
    assert said["fields"]["digest"] == one.digest
    body = {"round": table.round.pk, "title": {"en": "Law"}, "language": "fr", "address": "https://example.org/law"}
    done = client.post("/api/gha/do/dialogue.add_document/", body, content_type="application/json")
    assert (done.status_code, done.json()["fields"]["kind"]) == (201, "link")


def test_what_was_changed_outside_or_is_lost_is_not_given_out(table: Table) -> None:
    one = add(table, b"a note that will be changed")
    path, client = kept.place(one.digest), client_of(table.secretary)
    path.write_bytes(b"another")
    assert client.get(one.file).status_code == 410
    path.unlink()
    answer = client.get(one.file)
    assert answer.status_code == 410
    assert "restored from a backup" in answer.content.decode()
    again = add(table, b"a note that will be changed")  # whoever gives it anew mends it
    assert client.get(again.file).status_code == client.get(one.file).status_code == 200


KILLED = """
import os, signal, sys
from pathlib import Path
from unittest.mock import patch
from django.conf import settings
settings.configure(HOME=Path(sys.argv[1]))
from groundfloor_web.dialogue import kept
with patch.object(os, sys.argv[2], lambda *_given: os.kill(os.getpid(), signal.SIGKILL)):
    kept.keep(b"x" * 1000)
"""


@pytest.mark.skipif(os.name != "posix", reason="processes are killed as POSIX kills them")
@pytest.mark.parametrize("when", ["fsync", "replace"])
def test_killed_in_the_middle_it_leaves_no_half_document(tmp_path: Path, settings: Any, when: str) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), when], check=False)  # noqa: S603
    assert done.returncode == -signal.SIGKILL
    settings.HOME = tmp_path
    digest = kept.digest_of(b"x" * 1000)
    assert not kept.place(digest).exists()
    assert kept.keep(b"x" * 1000) == digest
    assert kept.read(digest) == b"x" * 1000
