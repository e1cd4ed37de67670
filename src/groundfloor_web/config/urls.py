"""Addresses: each application has its own under the workspace, found by its folder."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from groundfloor_web.config.found import applications

handler400 = "groundfloor_web.core.refusals.unusable"
handler403 = "groundfloor_web.core.refusals.not_allowed"
handler404 = "groundfloor_web.core.refusals.not_found"
handler500 = "groundfloor_web.core.refusals.failed"


def _addresses() -> list[URLPattern | URLResolver]:
    """Of each application its `urls`, under /SLUG/NAME/, or under `prefix` where it says so; the core comes last, for it takes any word."""
    found: list[URLPattern | URLResolver] = [path("language/", include("django.conf.urls.i18n"))]
    for name in sorted(applications(), key=lambda one: one.endswith(".core")):
        if find_spec(f"{name}.urls"):
            urls = import_module(f"{name}.urls")
            short = name.rpartition(".")[2]
            found.append(path(getattr(urls, "prefix", f"<slug:slug>/{short}/"), include(f"{name}.urls")))
    return found


urlpatterns = _addresses()
