"""A job: what is to be done, how far it is, and who holds it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.models import Stored

ATTEMPTS = 3


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


ENDED = (State.DONE, State.FAILED, State.CANCELLED)


class Job(Stored):
    """Work of a workspace. A worker holds it by a lease that it renews; when the worker dies, another takes it up."""

    work = models.CharField(max_length=100)
    given = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.WAITING)
    progress = models.CharField(_("progress"), max_length=200, blank=True)
    answer = models.JSONField(null=True)
    problem = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked = models.DateTimeField(auto_now_add=True)
    held_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel = models.BooleanField(default=False)
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "held_until"])]

    def __str__(self) -> str:
        return f"{self.work} {self.pk}"

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ENDED

    @classmethod
    def free(cls) -> models.QuerySet[Job]:
        """Jobs that a worker may take: those waiting, and those whose worker has not been heard of."""
        waiting = models.Q(state=State.WAITING)
        lost = models.Q(state=State.RUNNING, held_until__lt=timezone.now())
        return cls.objects.filter(waiting | lost).order_by("pk")
