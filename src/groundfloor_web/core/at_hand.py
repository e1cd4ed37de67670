"""The workspace that is at hand while a page or a program is answered: the things in it do not ask the database for it again, each for itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor

_at_hand: ContextVar[Any] = ContextVar("workspace", default=None)


@contextmanager
def at_hand(workspace: Any) -> Iterator[None]:
    """Have `workspace` at hand within the block, in this thread alone."""
    before = _at_hand.set(workspace)
    try:
        yield
    finally:
        _at_hand.reset(before)


class _Known(ForwardManyToOneDescriptor):
    """Finds the workspace of a thing: the one at hand where it has the thing's own key, else the database's."""

    def get_object(self, instance: Any) -> Any:
        known = _at_hand.get()
        if known is not None and known.pk == getattr(instance, self.field.attname):
            return known
        return super().get_object(instance)


class WorkspaceKey(models.ForeignKey):
    """The key of a workspace; to the database a foreign key like others."""

    forward_related_accessor_class = _Known

    def deconstruct(self) -> Any:
        """As migrations know it."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.ForeignKey", arguments, options
