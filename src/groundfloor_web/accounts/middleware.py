"""The second factor: who has one shows it before anything else, and who must have one adds it first."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_otp import user_has_device

from groundfloor_web.accounts.second_factor import is_required

Answer = Callable[[HttpRequest], HttpResponse]
WITHOUT = ("accounts:second_factor", "accounts:logout", "set_language")
UNTIL_ADDED = (*WITHOUT, "accounts:add_second_factor")


def _must_add(request: HttpRequest) -> bool:
    """Whether somebody must have a second factor before this: only reading one's own account needs none."""
    if request.path in map(reverse, UNTIL_ADDED) or request.path.startswith("/static/"):
        return False
    reads_own = request.method in ("GET", "HEAD") and request.path == reverse("accounts:profile")
    return not reads_own and is_required(request.user)  # type: ignore[arg-type]


def second_factor(answer: Answer) -> Answer:
    """Let somebody with a second factor go no further than the page that asks for it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and not user.is_verified() and request.path not in map(reverse, WITHOUT):  # type: ignore[union-attr]
            known = request.session.get("has_device")
            if known is None:
                known = request.session["has_device"] = user_has_device(user)
            if known and not request.path.startswith("/static/"):
                return redirect(f"{reverse('accounts:second_factor')}?next={request.path}")
            if not known and _must_add(request):
                return redirect("accounts:add_second_factor")
        return answer(request)

    return middleware
