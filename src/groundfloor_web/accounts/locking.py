"""Whose attempts are counted when somebody logs in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest


def address(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The address that was tried; upper and lower case are the same, so that neither gives more attempts."""
    found = (credentials or {}).get("username") or request.POST.get("username", "")
    return str(found).strip().lower()
