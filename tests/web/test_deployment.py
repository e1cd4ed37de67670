"""An installation on the internet: Django's own checks find nothing, and every kind of answer carries what protects its reader."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import waitress.server
from django.conf import settings
from django.test import Client
from tests.web import making

import groundfloor_web
from groundfloor_web.core.models import Workspace
from groundfloor_web.core.roles import Role
from groundfloor_web.processes import bound
from groundfloor_web.serve import listening

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ASK = """
import django, json
django.setup()
from django.conf import settings
from django.test import Client
# no static files were gathered
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
names = ("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
         "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY", "LANGUAGE_COOKIE_SECURE")
plain = Client().get("/accounts/login/", headers={"host": "floor.example"})
safe = Client().get("/accounts/login/", headers={"host": "floor.example"}, secure=True)
proxied = Client().get("/accounts/login/", headers={"host": "floor.example", "x-forwarded-proto": "https"})
strange = Client().get("/accounts/login/", headers={"host": "elsewhere.example"}, secure=True)
print(json.dumps({
    "settings": {name: getattr(settings, name) for name in names},
    "plain": [plain.status_code, plain.get("Location", "")],
    "safe": [safe.status_code, safe["Strict-Transport-Security"]],
    "cookies": {name: [one["secure"], one["httponly"], one["samesite"], one["path"], one["domain"]]
                for name, one in safe.cookies.items()},
    "proxied": proxied.status_code,
    "strange": strange.status_code,
}))
"""


def alone(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python as an installation with HTTPS runs it, in a home of its own."""
    said = {
        name: value for name, value in os.environ.items() if not name.startswith(("GROUNDFLOOR_", "DJANGO_", "COV_"))
    }
    said |= {
        "DJANGO_SETTINGS_MODULE": "groundfloor_web.config.settings",
        "GROUNDFLOOR_HOME": str(home),
        "GROUNDFLOOR_HTTPS": "1",
        "GROUNDFLOOR_HOSTS": "floor.example",
        "GROUNDFLOOR_BEHIND_PROXY": "1",
    }
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=said, capture_output=True, text=True, timeout=300)  # noqa: S603 - our own program


@pytest.mark.no_database("another process reads its settings and opens none")
def test_the_checks_of_deployment_find_nothing(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    done = alone(tmp_path, "-m", "groundfloor_web", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert "silenced" not in done.stdout.replace("(0 silenced)", "")


@pytest.mark.no_database("another process reads its settings and opens none")
def test_under_https_cookies_are_of_this_host_alone_and_nothing_goes_in_the_clear(tmp_path: Path) -> None:
    done = alone(tmp_path, "-c", ASK)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["settings"] == {
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "LANGUAGE_COOKIE_SECURE": True,
    }
    assert found["plain"] == [301, "https://floor.example/accounts/login/"]
    assert found["safe"] == [200, "max-age=31536000; includeSubDomains; preload"]
    assert found["cookies"] == {"__Host-csrftoken": [True, True, "Lax", "/", ""]}
    assert found["proxied"] == 200
    assert found["strange"] == 400
    if os.name == "posix":
        assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


@pytest.fixture
def secretary(ghana: Workspace) -> Client:
    client = Client()
    client.force_login(making.member(ghana, Role.SECRETARIAT))
    return client


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/gha/", 200),
        ("/gha/nothing/", 404),
        ("/gha/do/accounts.invite/", 302),
        ("/gha/stocktaking/workbook/blank.xlsx", 200),
        ("/api/gha/core/membership/", 200),
        ("/api/gha/core/membership/99/", 404),
        ("/api/openapi.json", 200),
    ],
)
def test_every_kind_of_answer_is_protected_and_kept_by_nobody(secretary: Client, address: str, status: int) -> None:
    answer = secretary.get(address)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Server" not in answer.headers


def test_static_files_are_protected_too(tmp_path: Path) -> None:
    (settings.STATIC_ROOT / "one.css").write_text("p {}")
    from django.core.handlers.wsgi import WSGIHandler  # what is served is found when the handler is made
    from django.test.client import RequestFactory

    heads: dict[str, str] = {}
    body = WSGIHandler()(
        RequestFactory().get("/static/one.css").environ, lambda _status, found: heads.update(dict(found))
    )
    body.close()
    assert "default-src 'self'" in heads["Content-Security-Policy"]
    assert heads["X-Content-Type-Options"] == "nosniff"


def test_only_behind_a_proxy_is_it_believed_who_asks(settings: Any) -> None:
    seen: dict[str, str] = {}

    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        seen.update(scheme=environ["wsgi.url_scheme"], address=environ["REMOTE_ADDR"])
        start("200 OK", [])
        return [b""]

    def asked(behind: bool) -> dict[str, str]:
        settings.BEHIND_PROXY = behind
        server = waitress.server.create_server(application, _start=False, **listening(bound("127.0.0.1", 0), 1))
        try:
            environ = {
                "wsgi.url_scheme": "http",
                "REMOTE_ADDR": "127.0.0.1",
                "REMOTE_HOST": "127.0.0.1",
                "REMOTE_PORT": "1",
                "HTTP_HOST": "floor.example",
                "HTTP_X_FORWARDED_PROTO": "https",
                "HTTP_X_FORWARDED_FOR": "192.0.2.7",
            }
            server.application(environ, lambda *_given: None)
        finally:
            server.close()
        return dict(seen)

    assert asked(behind=True) == {"scheme": "https", "address": "192.0.2.7"}
    assert asked(behind=False) == {"scheme": "http", "address": "127.0.0.1"}


def test_every_setting_is_described() -> None:
    config = Path(groundfloor_web.__path__[0]) / "config"
    known = {name for file in config.glob("*.py") for name in re.findall(r'"(GROUNDFLOOR_\w+)"', file.read_text())}
    page = Path(__file__).parents[2] / "docs" / "workspace" / "installation.md"
    described = set(re.findall(r"^\| `(GROUNDFLOOR_\w+)`", page.read_text(encoding="utf-8"), re.M))
    assert described == known
