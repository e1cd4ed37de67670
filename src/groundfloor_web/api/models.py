"""Keys by which programs act for a person."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundfloor_web.accounts.models import hashed

VALID_DAYS = 365


class Key(models.Model):
    """A key of one person. It is shown once; what is kept of it is a hash."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="keys")
    name = models.CharField(_("what it is for"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def make(cls, user: settings.AUTH_USER_MODEL, name: str) -> tuple[Key, str]:  # type: ignore[valid-type]
        """A new key and its secret."""
        secret = f"gf_{secrets.token_urlsafe(32)}"
        expires = timezone.now() + timedelta(days=VALID_DAYS)
        return cls.objects.create(user=user, name=name, digest=hashed(secret), expires=expires), secret

    @classmethod
    def owner(cls, secret: str) -> settings.AUTH_USER_MODEL | None:  # type: ignore[valid-type]
        """Whose key it is, if it is still good; that it was used is noted."""
        key = cls.objects.select_related("user").filter(digest=hashed(secret), expires__gt=timezone.now()).first()
        if key is None or not key.user.is_active:
            return None
        cls.objects.filter(pk=key.pk).update(used=timezone.now())
        return key.user
