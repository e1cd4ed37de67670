"""Accounts, and invitations to a workspace."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.models import AppendOnly, Membership, Stored, Workspace
from groundfloor_web.core.roles import SECRETARIAT

VALID_DAYS = 14


class UserManager(BaseUserManager["User"]):
    """Accounts by e-mail address; upper and lower case are the same."""

    def create_user(self, email: str, password: str | None = None, **values: Any) -> User:
        """An account; without a password nobody can log in to it."""
        user = self.model(email=email.strip().lower(), **values)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """The account of an address."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person. `is_administrator` runs the installation and opens workspaces; parts in a country are memberships."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email


class Invitation(Stored):
    """An invitation to play a part. Its link is shown once; what is kept of it is a hash."""

    readers = SECRETARIAT
    personal = True
    unrecorded = frozenset({"token"})

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("part"), max_length=30, choices=Membership._meta.get_field("role").choices)
    token = models.CharField(max_length=64, editable=False, unique=True)
    expires = models.DateTimeField(editable=False)
    accepted = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}> ({self.get_role_display()})"

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.accepted is None and not self.withdrawn and timezone.now() < self.expires

    def renew(self) -> str:
        """A new link of the invitation, which ends the one before; returns the secret in it."""
        secret = secrets.token_urlsafe(32)
        self.token = hashed(secret)
        self.expires = timezone.now() + timedelta(days=VALID_DAYS)
        return secret


class SecondFactorRule(models.Model):
    """The parts of a workspace that may do nothing without a second factor."""

    workspace = models.OneToOneField(Workspace, models.PROTECT, primary_key=True, related_name="second_factor")
    roles = models.JSONField(default=list)

    def __str__(self) -> str:
        return ", ".join(self.roles)


class Access(models.Model):
    """One line of the log of access to personal data."""

    LONGEST = 300

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    place = models.CharField(max_length=30)
    which = models.CharField(max_length=LONGEST)
    count = models.PositiveIntegerField()

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.place} {self.which}"

    def save(self, *args: Any, **options: Any) -> None:
        """Add the line; to change one is refused."""
        if self.pk is not None:
            raise PermissionDenied("The log of access is only ever added to.")
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> Any:
        """Refused."""
        raise PermissionDenied("The log of access is only ever added to.")


def hashed(secret: str) -> str:
    """What is kept of a secret that is long and drawn by chance."""
    return hashlib.sha256(secret.encode()).hexdigest()
