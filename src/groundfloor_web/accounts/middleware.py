"""The second factor: who has one shows it before anything else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_otp import user_has_device

Answer = Callable[[HttpRequest], HttpResponse]
WITHOUT = ("accounts:second_factor", "accounts:logout", "set_language")


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
        return answer(request)

    return middleware
