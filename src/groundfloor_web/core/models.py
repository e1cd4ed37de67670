"""Countries, who belongs to them, and the trail of what was done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.at_hand import WorkspaceKey
from groundfloor_web.core.roles import MEMBERS, Role, Roles
from groundfloor_web.core.words import WordsField, said


class Workspace(models.Model):
    """The workspace of one country: all that is in it is seen by its members alone, unless it was made public."""

    slug = models.SlugField(_("address"), unique=True, help_text=_("Small letters: gha is at /gha/"))
    name = WordsField(_("country"))
    pack = models.CharField(
        _("country pack"),
        max_length=200,
        help_text=_("The code of a pack that ships, or the name of a folder among the packs"),
    )
    languages = models.JSONField(_("languages of contents"), default=list)
    is_open = models.BooleanField(_("has a public page"), default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return said(self.name)[0] or self.slug

    def get_absolute_url(self) -> str:
        """The overview of the workspace."""
        return reverse("core:workspace", args=[self.slug])


class StoredQuerySet(models.QuerySet[Any]):
    """Things of one workspace, those that still stand."""

    def of(self, workspace: Workspace) -> Self:
        """Those of a workspace, which is not asked of the database again for each."""
        found = self.filter(workspace=workspace)
        field = self.model._meta.get_field("workspace")
        found._known_related_objects = found._known_related_objects | {field: {workspace.pk: workspace}}
        return found

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn=False)


class Stored(models.Model):
    """Something kept in a workspace. It is changed by actions alone, counts its versions, and is withdrawn, never deleted."""

    readers: ClassVar[Roles] = MEMBERS
    """Who may read it."""
    personal: ClassVar[bool] = False
    """Whether it holds addresses or names of people, so that it is noted who reads it."""
    unrecorded: ClassVar[frozenset[str]] = frozenset()
    """Fields that the trail must not hold."""

    workspace = WorkspaceKey(Workspace, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)
    withdrawn = models.BooleanField(default=False, editable=False)

    objects = StoredQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def kind_name(cls) -> str:
        """What the trail calls it: application.model."""
        return cls._meta.label_lower

    def snapshot(self) -> dict[str, Any]:
        """The values of its fields as the trail keeps them."""
        shown = [field for field in self._meta.concrete_fields if field.name not in self.unrecorded]
        many = {field.name: [one.pk for one in field.value_from_object(self)] for field in self._meta.many_to_many}
        return {field.name: field.value_from_object(self) for field in shown} | many

    def delete(self, *_args: Any, **_options: Any) -> Any:
        """Refused: what stands in a workspace is withdrawn by an action and stays on record."""
        raise PermissionDenied("Things in a workspace are withdrawn, never deleted.")


class Membership(Stored):
    """A person's part in a workspace. One person may play parts in several countries, one in each."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("part"), max_length=30, choices=[one for one in Role.choices if one[0] != Role.PUBLIC])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="one_part_each")]
        ordering = ["user__name"]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"

    def others(self) -> models.QuerySet[Membership]:
        """The person's parts in other workspaces."""
        return Membership.objects.filter(user=self.user_id, withdrawn=False).exclude(workspace=self.workspace_id)


class AppendOnly(models.QuerySet["Entry"]):
    """Entries are added and never changed."""

    def update(self, **_values: Any) -> int:
        """Refused."""
        raise PermissionDenied("The trail is only ever added to.")

    def delete(self) -> Any:
        """Refused."""
        raise PermissionDenied("The trail is only ever added to.")

    def bulk_update(self, _objects: Iterable[Any], _fields: Iterable[str], _batch: int | None = None) -> int:
        """Refused."""
        raise PermissionDenied("The trail is only ever added to.")


class Entry(models.Model):
    """One line of the trail: who did what to what and when, chained to the line before by its hash."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, null=True, related_name="trail")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=100)
    kind = models.CharField(max_length=100, blank=True)
    target = models.CharField(max_length=50, blank=True)
    said = models.CharField(max_length=400, blank=True)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="numbered_once", nulls_distinct=False),
            # SQLite knows no such constraint; this one it has, and finds the last lines by it
            models.UniqueConstraint(
                fields=["workspace", "number"],
                condition=models.Q(workspace__isnull=False),
                name="numbered_once_in_a_workspace",
            ),
        ]
        indexes = [models.Index(fields=["workspace", "kind", "target", "number"], name="trail_of_a_thing")]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"

    def save(self, *args: Any, **options: Any) -> None:
        """Add the line; to change one is refused."""
        if self.pk is not None:
            raise PermissionDenied("The trail is only ever added to.")
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> Any:
        """Refused."""
        raise PermissionDenied("The trail is only ever added to.")
