"""What strangers and mischief send: shown as text, refused with a sentence, led nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models, transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter
from tests.web import making
from tests.web.test_boundaries import WORDS, filled, pages_about_one
from tests.web.test_permissions import pages

from groundfloor import new
from groundfloor_web.accounts.models import User
from groundfloor_web.api.models import Key
from groundfloor_web.api.schemas import body_of
from groundfloor_web.api.urls import models as stored_models
from groundfloor_web.awareness.models import Brief
from groundfloor_web.core import audit
from groundfloor_web.core.actions import ACTIONS, perform
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Workspace
from groundfloor_web.core.roles import Role
from groundfloor_web.core.uploads import Quota
from groundfloor_web.core.words import WordsField
from groundfloor_web.demo.cast import address
from groundfloor_web.explorer.actions import Keep, RunExploration
from groundfloor_web.jobs.worker import work_off

__all__ = ["filled"]  # the demonstration, which this module's tests look at too
MARK = "<script>x</script>\"'"
# what programs write and people never do, and the rule, whose text is marked by a comment
WRITTEN_BY_PROGRAMS = {"rule", "template", "work", "holder", "token", "digest", "fingerprint", "language", "pack"}
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "http:///evil.example",
]


def mark(of: Workspace) -> None:
    """Put the mark into every text that there is in a workspace."""
    words = {"en": MARK, "fr": MARK}
    for model in stored_models():
        given: dict[str, Any] = {}
        for field in model._meta.concrete_fields:
            if isinstance(field, WordsField) or (isinstance(field, models.JSONField) and field.name == "label"):
                given[field.name] = words
            elif (
                isinstance(field, models.CharField | models.TextField)
                and not isinstance(field, models.SlugField | models.EmailField)
                and not field.choices
                and field.name not in WRITTEN_BY_PROGRAMS
            ):
                given[field.name] = MARK[: field.max_length]
        if given:
            model.objects.of(of).update(**given)
    for option in stored_models():
        if option.kind_name() == "options.option":
            for one in option.objects.of(of):
                option.objects.filter(pk=one.pk).update(rule=f"{one.rule.rstrip()}\n# {MARK}\n")
    Workspace.objects.filter(pk=of.pk).update(name=words)
    User.objects.update(name=MARK)
    of.refresh_from_db()
    audit.append(of, None, MARK, kind=MARK, said=MARK, after={"rule": MARK})


def is_shown_as_text(answer: Any, where: Any) -> bool:
    """Whether the mark is nowhere in a page but as text; True where it is there so."""
    if not answer.headers.get("Content-Type", "").startswith("text/html") or answer.streaming:
        return False
    page = answer.content.decode()
    assert "<script>x" not in page, where
    assert 'script&gt;"' not in page, where
    assert "script&gt;'" not in page, where
    return "&lt;script&gt;x" in page


@pytest.mark.one_database("templates escape the same whatever keeps the text")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_people_write_is_shown_as_text_on_every_page(filled: Workspace, language: str) -> None:
    mark(filled)
    client = Client(headers={"Accept-Language": language})
    coordinator = User.objects.get(email=address("abena"))
    client.force_login(coordinator)
    shown = 0
    for name, _view in pages():
        try:
            url = reverse(name, args=[filled.slug])
        except NoReverseMatch:
            continue
        shown += is_shown_as_text(client.get(url), url)
    keys = {model: list(model.objects.of(filled).values_list("pk", flat=True)[:2]) for model in stored_models()}
    for name, parts in pages_about_one():
        others = {part: WORDS[part] for part in parts if part not in ("slug", "pk")}
        for pk in sorted({pk for found in keys.values() for pk in found}):
            url = reverse(name, kwargs=others | {"slug": filled.slug, "pk": pk})
            shown += is_shown_as_text(client.get(url), url)
    actor = Actor.of(coordinator, filled)
    for action in ACTIONS.values():
        thing = None if action.makes else action.model.objects.of(filled).first()
        if (action.makes or thing is not None) and action.allowed(actor, thing):
            url = action.url(actor, thing)
            shown += is_shown_as_text(client.get(url), url)
            shown += is_shown_as_text(client.post(url, {"title_en": MARK, "text_en": MARK, "next": MARK}), url)
    assert shown > 100


@pytest.fixture
def nowhere() -> Workspace:
    """A workspace of a small pack."""
    folder = Path(settings.PACKS) / "nowhere"
    if not folder.exists():
        Path(settings.PACKS).mkdir(exist_ok=True)
        new(folder)
    return making.workspace("now", pack="nowhere", is_open=True)


def test_a_report_and_a_brief_show_it_as_text_and_files_lead_nowhere_else(nowhere: Workspace) -> None:
    somebody = making.actor(nowhere, Role.ANALYST)
    kept = perform(Keep, somebody, {"title": {"en": MARK}, "note": {"en": MARK}, "controls": {}})
    run = perform(RunExploration, somebody, {}, kept)
    work_off(once=True)
    words = {"en": MARK}
    brief = Brief.objects.create(workspace=nowhere, title=words, run=run, lead=words, nothing=words, asks=words)
    client = Client()
    client.force_login(somebody.user)
    report = b"".join(client.get(f"{run.get_absolute_url()}report/")).decode()  # type: ignore[attr-defined]
    assert "<script>x" not in report
    for page in (brief.get_absolute_url(), reverse("awareness:sheet", args=["now", brief.pk])):
        answer = client.get(page)
        assert answer.status_code == 200
        assert is_shown_as_text(answer, page)
    base = run.get_absolute_url()  # type: ignore[attr-defined]
    secret = Path(settings.HOME) / "secret"
    assert secret.exists() or settings.SECRET_KEY
    for name in (
        "..%2F..%2F..%2Fsecret",
        "%2e%2e%2f%2e%2e%2fsecret",
        "..%5C..%5Csecret",
        "%2Fetc%2Fpasswd",
        "results.json",
        "report.html%00.csv",
        "..",
        "%00",
        "tables%2Fcosts",
    ):
        answer = client.get(f"{base}{name}/")
        assert answer.status_code in (302, 404), name
        assert answer.status_code == 404 or answer["Location"].startswith(("/now/", base)), name


def everything() -> Iterator[tuple[str, Any]]:
    """Every address there is, with an example of what it is made of, and its view."""
    examples = {
        "slug": "gha",
        "pk": 1,
        "name": "accounts.invite",
        "secret": "x",
        "key": "x",
        "uidb64": "x",
        "token": "x",
        "which": "blank",
    } | {
        "before": 1,
        "after": 2,
    }

    def under(patterns: list[Any], space: str) -> Iterator[tuple[str, Any]]:
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from under(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
            elif isinstance(one, URLPattern) and one.name:
                name = f"{space}{one.name}"
                for given in ({}, {"slug": "gha"}):
                    try:
                        named = {
                            key: examples.get(key, 1 if isinstance(kind, IntConverter) else "x")
                            for key, kind in one.pattern.converters.items()
                        }
                        yield reverse(name, kwargs=given | named), one.callback
                        break
                    except NoReverseMatch:
                        continue

    yield from under(get_resolver().url_patterns, "")


def test_no_form_is_taken_that_did_not_come_from_a_page(ghana: Workspace) -> None:
    client = Client(enforce_csrf_checks=True)
    user = making.member(ghana, Role.COORDINATOR)
    client.force_login(user)
    tried = 0
    for url, view in everything():
        if url.startswith("/api/"):
            continue
        tried += 1
        assert not getattr(view, "csrf_exempt", False), url
        assert client.post(url).status_code == 403, url
    assert tried > 40
    body = '{"name": "Esi", "email": "esi@example.org", "role": "observer"}'
    invite = "/api/gha/do/accounts.invite/"
    assert client.post(invite, body, content_type="application/json").status_code == 403
    _key, secret = Key.make(user, "a script")
    program = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})
    assert program.post(invite, body, content_type="application/json").status_code == 201


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_sent_elsewhere(ghana: Workspace, wanted: str) -> None:
    user = making.member(ghana, Role.COORDINATOR)
    client = Client()
    login = client.post(
        f"/accounts/login/?next={wanted}", {"username": user.email, "password": making.PASSWORD, "next": wanted}
    )
    language = client.post("/language/setlang/", {"language": "fr", "next": wanted}, headers={"referer": wanted})
    given = {"name": "Esi", "email": "esi@example.org", "role": "observer"}
    page = client.get(f"/gha/do/stakeholders.add_organisation/?next={wanted}", headers={"referer": wanted})
    assert f'value="{wanted}' not in page.content.decode()
    assert f'href="{wanted}' not in page.content.decode()
    done = client.post(
        "/gha/do/stakeholders.add_organisation/",
        {"name_en": "Union", "constituency": "workers", "next": wanted} | given,
    )
    for answer in (login, language, done):
        assert "evil" not in answer.headers.get("Location", ""), answer
        assert "javascript" not in answer.headers.get("Location", ""), answer
    assert login.status_code == language.status_code == 302


def test_too_much_at_once_is_refused_before_it_is_kept(ghana: Workspace, settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.LARGEST_UPLOAD = 300_000
    client = Client()
    client.force_login(making.member(ghana))
    check = "/gha/do/stocktaking.check_workbook/"
    large = SimpleUploadedFile("book.xlsx", b"PK\x03\x04" + b"0" * 400_000)
    answer = client.post(check, {"workbook": large})
    assert answer.status_code == 400
    assert "cannot be used" in answer.content.decode()
    # what a request says of its size is no more than a saying
    quota = Quota()
    for _chunk in range(3):
        quota.receive_data_chunk(b"0" * 100_000, 0)
    with pytest.raises(RequestDataTooBig):
        quota.receive_data_chunk(b"0", 0)
    assert client.post("/gha/do/stakeholders.add_organisation/", {"name": "x" * 3_000_000}).status_code == 400
    program = client.post("/api/gha/do/accounts.invite/", "x" * 3_000_000, content_type="application/json")
    assert program.status_code == 400
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["book.xlsx", "book.pdf", "../../book.xlsx", "=cmd|' /C calc'!A0.xlsx"])
def test_what_a_file_is_called_says_nothing_of_what_it_is(ghana: Workspace, name: str) -> None:
    client = Client()
    client.force_login(making.member(ghana))
    answer = client.post("/gha/do/stocktaking.check_workbook/", {"workbook": SimpleUploadedFile(name, b"MZ" * 100)})
    assert answer.status_code == 422
    assert "not a workbook" in answer.content.decode()


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)


@pytest.mark.parametrize(
    "rule",
    [
        "[" * 5000,
        "{a: " * 5000,
        BOMB,
        "!!python/object/apply:os.system ['true']",
        "\x00",
        "name: \x85\x1b",
        "- " * 9000,
    ],
    ids=["lists", "mappings", "aliases", "objects", "nul", "control", "dashes"],
)
def test_a_rule_that_is_none_is_refused_with_a_sentence(ghana: Workspace, rule: str) -> None:
    client = Client()
    client.force_login(making.member(ghana))
    assert client.post("/gha/options/check/", {"rule": rule}).status_code == 200
    assert client.post("/gha/do/options.write_option/", {"rule": rule}).status_code == 422
    body = json.dumps({"rule": rule})
    program = client.post("/api/gha/do/options.write_option/", body, content_type="application/json")
    assert program.status_code == 422


STRINGS = ["\x00", "\ud800", "x" * 100_000, "=1+1", ""]
NUMBERS = [2**70, -(2**70), 2**31, -1, 0]
TIMES = ["0001-01-01", "9999-12-31", "2026-02-30", "x"]


def body_with(action: Any, text: str, number: int, time: str) -> dict[str, Any]:
    """A body of an action with such a text, number and time in every field that takes one."""
    found: dict[str, Any] = {}
    for name, field in body_of(action).model_json_schema()["properties"].items():
        kinds = [field, *field.get("anyOf", ())]
        forms = {one.get("format") for one in kinds}
        types = {one.get("type") for one in kinds}
        if "object" in types:
            found[name] = {"en": text, "fr": text}
        elif "array" in types:
            found[name] = [number, number + 1]
        elif "date-time" in forms:
            found[name] = f"{time}T23:59:59"
        elif "date" in forms:
            found[name] = time
        elif "string" in types:
            found[name] = text
        elif types & {"integer", "number"}:
            found[name] = number
        elif name == "controls":
            found[name] = {text: number}
    return found


def test_nothing_a_program_sends_is_a_mistake_of_ours(filled: Workspace) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(email=address("abena")))
    rounds = [
        (STRINGS[n % len(STRINGS)], NUMBERS[n % len(NUMBERS)], TIMES[n % len(TIMES)]) for n in range(len(STRINGS))
    ]
    failed = []
    for action in ACTIONS.values():
        things = [None] if action.makes else list(action.model.objects.of(filled)[:1])
        for thing in things:
            path = f"/api/gha/do/{action.name}/" + ("" if thing is None else f"{thing.pk}/")
            for text, number, time in rounds:
                with Undone():
                    body = json.dumps(body_with(action, text, number, time) | {"version": None})
                    answer = client.post(path, body, content_type="application/json")
                if answer.status_code >= 500:
                    failed.append(f"{action.name} {text[:5]!r} {number} {time}: {answer.exc_info[1]!r:.200}")
    assert not failed, "\n".join(failed)


class Undone:
    """What is done within is taken back, also what a failed statement leaves on PostgreSQL."""

    def __enter__(self) -> None:
        self.sid = transaction.savepoint()

    def __exit__(self, *_given: Any) -> None:
        transaction.savepoint_rollback(self.sid)
        connection.needs_rollback = False
