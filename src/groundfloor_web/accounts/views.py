"""Pages of accounts: joining, the profile, the second factor, and the people of a workspace."""

from __future__ import annotations

from base64 import b32encode

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django_otp import login as verify
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from groundfloor_web.accounts import opening
from groundfloor_web.accounts.access import ALL, noted
from groundfloor_web.accounts.actions import Invite, RenewInvitation
from groundfloor_web.accounts.forms import CodeForm, JoinForm, ProfileForm
from groundfloor_web.accounts.models import Invitation, User
from groundfloor_web.accounts.passwords import told_of_change
from groundfloor_web.accounts.second_factor import is_required
from groundfloor_web.core import refusals
from groundfloor_web.core.actions import Invalid, NotAllowed, perform
from groundfloor_web.core.models import Membership
from groundfloor_web.core.pages import found, page
from groundfloor_web.core.roles import SECRETARIAT

SPARE_CODES = 8
BACKEND = "django.contrib.auth.backends.ModelBackend"


@page()
def people(request: HttpRequest) -> HttpResponse:
    """Who belongs to the workspace and in what part, and the open invitations."""
    actor = request.actor  # type: ignore[attr-defined]
    elsewhere = Membership.objects.filter(user=OuterRef("user"), withdrawn=False).exclude(workspace=actor.workspace)
    members = (
        Membership.objects.of(actor.workspace).standing().select_related("user").annotate(elsewhere=Exists(elsewhere))
    )
    invitations = (
        list(Invitation.objects.of(actor.workspace).standing().filter(accepted=None))
        if actor.plays(SECRETARIAT)
        else []
    )
    noted(actor, "people", ALL, len(invitations))
    return render(request, "accounts/people.html", {"members": members, "invitations": invitations})


@never_cache
@page(SECRETARIAT)
def invite(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Invite somebody, or make a new link; the page shows the link once."""
    actor = request.actor  # type: ignore[attr-defined]
    action = Invite if pk is None else RenewInvitation
    target = None if pk is None else found(request, Invitation, pk)
    form = action.form(actor=actor, target=target)
    if request.method == "POST":
        try:
            invitation = perform(action, actor, request.POST, target)
        except NotAllowed:
            return refusals.not_allowed(request)
        except Invalid as refused:
            form = refused.form
        else:
            link = request.build_absolute_uri(reverse("accounts:join", args=[invitation.secret]))  # type: ignore[attr-defined]
            return render(request, "accounts/invited.html", {"invitation": invitation, "link": link})
    return render(request, "accounts/invite.html", {"form": form, "action": action, "target": target})


@never_cache
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Take up an invitation, with the account of its address or a new one."""
    invitation = opening.invitation_of(secret)
    if invitation is None:
        return refusals.refused(
            request,
            404,
            _("This invitation is no longer good."),
            _("It was taken up, withdrawn, or is too old. Ask who sent it for a new link."),
        )
    known = User.objects.filter(email=invitation.email).first()
    if known is not None:
        if request.user != known:
            return redirect(f"{reverse('accounts:login')}?next={request.path}")
        opening.accept(invitation, known)
        return redirect(invitation.workspace)
    form = JoinForm(request.POST or None, email=invitation.email, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        user = opening.accept_anew(invitation, given["password"], name=given["name"], language=request.LANGUAGE_CODE)
        login(request, user, BACKEND)
        return redirect(invitation.workspace)
    return render(request, "accounts/join.html", {"form": form, "invitation": invitation})


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, password and second factor of one's own account."""
    user = request.user
    which = request.POST.get("form")
    form = ProfileForm(request.POST if which == "profile" else None, instance=user)
    password = PasswordChangeForm(user, request.POST if which == "password" else None)
    if which == "profile" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        answer = redirect("accounts:profile")
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            form.cleaned_data["language"],
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        )
        return answer
    if which == "password" and password.is_valid():
        password.save()
        update_session_auth_hash(request, user)  # type: ignore[arg-type]
        told_of_change(user)  # type: ignore[arg-type]
        messages.success(request, _("The password was changed. Other sessions have ended."))
        return redirect("accounts:profile")
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return render(request, "accounts/profile.html", {"form": form, "password": password, "device": device})


@never_cache
@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for a code of the second factor after the password."""
    wanted = request.GET.get("next", "")
    form = CodeForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        verify(request, form.device)
        safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
        return redirect(wanted if safe else "core:home")
    return render(request, "accounts/second_factor.html", {"form": form})


@never_cache
@login_required
def add_second_factor(request: HttpRequest) -> HttpResponse:
    """Add a device that gives codes: a picture to scan, a code to prove it, and spare codes for when it is lost."""
    user = request.user
    if TOTPDevice.objects.filter(user=user, confirmed=True).exists():
        return redirect("accounts:profile")
    device, _made = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "totp"})
    form = CodeForm(request.POST or None, user=user, device=device)
    if request.method == "POST" and form.is_valid():
        device.confirmed = True
        device.save()
        spare, _made = StaticDevice.objects.get_or_create(user=user, name="spare")
        spare.token_set.all().delete()
        codes = [StaticToken.random_token() for _number in range(SPARE_CODES)]
        spare.token_set.bulk_create(StaticToken(device=spare, token=code) for code in codes)
        request.session["has_device"] = True
        verify(request, device)
        return render(request, "accounts/spare_codes.html", {"codes": codes})
    picture = segno.make(device.config_url).svg_data_uri(scale=5, border=2)
    key = b32encode(device.bin_key).decode().rstrip("=")
    shown = {"form": form, "picture": picture, "key": key, "required": is_required(user)}  # type: ignore[arg-type]
    return render(request, "accounts/add_second_factor.html", shown)


@login_required
def remove_second_factor(request: HttpRequest) -> HttpResponse:
    """Remove the second factor; who does it has shown it in this session, and plays no part that needs it."""
    if request.method == "POST" and is_required(request.user):  # type: ignore[arg-type]
        messages.error(request, _("Your part needs a second factor: it cannot be removed."))
        return redirect("accounts:profile")
    if request.method == "POST" and request.user.is_verified():  # type: ignore[union-attr]
        TOTPDevice.objects.filter(user=request.user).delete()
        StaticDevice.objects.filter(user=request.user).delete()
        request.session["has_device"] = False
        messages.success(request, _("The second factor was removed."))
    return redirect("accounts:profile")
