"""A password that was forgotten: a link by e-mail, or one that a coordinator makes and hands over."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache

from groundfloor_web.accounts import mail
from groundfloor_web.accounts.actions import MakeResetLink
from groundfloor_web.accounts.models import User
from groundfloor_web.core import audit, refusals
from groundfloor_web.core.actions import NotAllowed, perform
from groundfloor_web.core.models import Membership
from groundfloor_web.core.pages import found, page
from groundfloor_web.core.roles import COORDINATION

BY_CONNECTION, BY_ADDRESS = 10, 3
"""How often within an hour a connection may ask, and how often for one address."""


class AskForm(PasswordResetForm):
    """For which address; the letter is in the language of its reader, and nobody waits until it is sent."""

    def send_mail(
        self, subject_template_name: str, email_template_name: str, context: Any, *_more: Any, **_named: Any
    ) -> None:
        """Post the letter."""
        user: User = context["user"]
        with override(user.language):
            body = render_to_string("accounts/letter.txt", context)
            mail.post(EmailMessage(_("A new password for Groundfloor"), body, to=[user.email]))


@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link by e-mail. What is answered is the same whether there is such an account or not."""
    form = AskForm(request.POST or None)
    form.fields["email"].label = gettext_lazy("E-mail address")
    if request.method == "POST" and mail.is_configured() and form.is_valid():
        if _often("connection", request.META.get("REMOTE_ADDR", "")) > BY_CONNECTION:
            return refusals.refused(
                request,
                429,
                _("Your connection has asked many times."),
                _("Please wait an hour, or ask your coordinator."),
            )
        if _often("address", form.cleaned_data["email"].lower()) <= BY_ADDRESS:
            form.save(use_https=request.is_secure(), request=request)
        return redirect(f"{reverse('accounts:forgotten')}?sent=1")
    given = {"form": form, "can": mail.is_configured(), "sent": "sent" in request.GET}
    return render(request, "accounts/forgotten.html", given)


def _often(what: str, who: str) -> int:
    """How often it was asked within the hour; who asked is kept only as a hash."""
    key = hashlib.sha256(f"password:{what}:{who}".encode()).hexdigest()
    cache.add(key, 0, 3600)
    return cache.incr(key)


class Reset(PasswordResetConfirmView):
    """Set a new password by a link that is good once; all sessions end, and the second factor stays."""

    template_name = "accounts/reset.html"
    success_url = reverse_lazy("accounts:login")

    def form_valid(self, form: Any) -> HttpResponse:
        """Set it, note it on the trail of the installation, and write to the owner of the account."""
        answer = super().form_valid(form)
        told_of_change(self.user)
        messages.success(self.request, _("The password was changed. Log in with it."))
        return answer


def told_of_change(user: User) -> None:
    """Note that a password was changed, and tell its owner where letters can be sent."""
    about = {"kind": "accounts.user", "target": str(user.pk), "said": str(user)}
    with transaction.atomic():
        audit.append(None, user.pk, "accounts.change_password", **about)
    if mail.is_configured():
        body = gettext_lazy(
            "The password of your account was changed. If it was not you, tell your coordinator at once."
        )
        mail.write(user, gettext_lazy("Your password for Groundfloor was changed"), body)


def link_for(request: HttpRequest, user: User) -> str:
    """A link by which somebody sets a new password, once and within a day."""
    about = [urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]
    return request.build_absolute_uri(reverse("accounts:reset", args=about))


@never_cache
@page(COORDINATION)
def reset_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link for a member who cannot log in; the page shows it once."""
    member = found(request, Membership, pk)
    actor = request.actor  # type: ignore[attr-defined]
    if not MakeResetLink.allowed(actor, member):
        return refusals.not_allowed(request)
    if request.method == "POST":
        try:
            perform(MakeResetLink, actor, {}, member)
        except NotAllowed:
            return refusals.not_allowed(request)
        return render(request, "accounts/reset_link.html", {"member": member, "link": link_for(request, member.user)})
    return render(request, "accounts/reset_link.html", {"member": member, "action": MakeResetLink})
