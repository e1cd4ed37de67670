"""What an action's form asks for and what a model holds, as schemas that OpenAPI can describe."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from ninja import Schema
from pydantic import create_model

from groundfloor_web.core.actions import Action
from groundfloor_web.core.words import WordsFormField

KINDS: tuple[tuple[type[forms.Field], Any], ...] = (
    (WordsFormField, dict[str, str]),
    (forms.ModelMultipleChoiceField, list[int]),
    (forms.ModelChoiceField, int),
    (forms.MultipleChoiceField, list[str]),
    (forms.BooleanField, bool),
    (forms.DateTimeField, datetime.datetime),
    (forms.DateField, datetime.date),
    (forms.TimeField, datetime.time),
    (forms.DecimalField, float),
    (forms.FloatField, float),
    (forms.IntegerField, int),
    (forms.JSONField, Any),
)


class Refusal(Schema):
    """Why something was not done; `fields` has a list of sentences for each field."""

    what: str
    fields: dict[str, list[str]] = {}


class Thing(Schema):
    """A thing of a workspace: its kind, key, version and fields."""

    kind: str
    id: int
    version: int
    fields: dict[str, Any]


def kind_of(field: forms.Field) -> Any:
    """The type that a form's field has in JSON."""
    return next((kind for form, kind in KINDS if isinstance(field, form)), str)


def body_of(action: type[Action]) -> type[Schema]:
    """The body that an action takes: the fields of its form, and the version that was read."""
    fields: dict[str, Any] = {"version": (int | None, None)}
    for name, field in action.form.base_fields.items():
        if isinstance(field, forms.FileField):
            continue
        needed = field.required and action.makes and not isinstance(field, forms.BooleanField)
        kind = kind_of(field)
        fields[name] = (kind, ...) if needed else (kind | None if kind is not Any else Any, None)
    title = "".join(part.capitalize() for part in action.name.replace(".", "_").split("_"))
    return create_model(title, __base__=Schema, **fields)
