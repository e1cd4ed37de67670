"""Every change is an action: who may make it, what must be known, what it does, and what the trail says, in one place.

Pages, the API and commands all call `perform`. An action is a class in the `actions` of its application; its name is that of the application
and its own in small letters (`stakeholders.add_organisation`). Nothing is registered.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.urls import reverse

from groundfloor_web.core import audit
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Stored, Workspace
from groundfloor_web.core.roles import Roles
from groundfloor_web.core.words import WordsFormField, writable

ACTIONS: dict[str, type[Action]] = {}
LONGEST_KEY = len(str(2**63)) - 1


class NotAllowed(Exception):
    """The part that somebody plays does not include the action."""


class Invalid(Exception):
    """What was given is not what the action needs; `form` says what is wrong with each field."""

    def __init__(self, form: ActionForm) -> None:
        self.form = form
        super().__init__(str(form.errors.as_json()))


class Conflict(Exception):
    """Somebody else has changed the thing since it was read; `form` holds what was given, `current` what stands."""

    def __init__(self, form: ActionForm, current: Stored) -> None:
        self.form, self.current = form, current
        super().__init__("changed by somebody else")


class ActionForm(forms.Form):
    """What an action needs to be told. It knows who asks and about what, and offers only what belongs to the workspace."""

    def __init__(self, *args: Any, actor: Actor, target: Stored | None = None, **options: Any) -> None:
        self.actor, self.target = actor, target
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, WordsFormField):
                field.speak(actor.workspace.languages)
            elif isinstance(field, forms.CharField):
                field.validators.append(writable)
            elif isinstance(field, forms.ModelChoiceField):
                field.queryset = self.choices(field.queryset)
                if isinstance(field, forms.ModelMultipleChoiceField):
                    field.clean = _of_keys(field, field.clean)

    def choices(self, queryset: Any) -> Any:
        """Of the things that may be chosen, those of the workspace that still stand."""
        if issubclass(queryset.model, Stored):
            return queryset.of(self.actor.workspace).standing()
        return queryset.filter(workspace=self.actor.workspace)


def _of_keys(field: forms.Field, clean: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Checking a choice of several things: a number that is no key of a database is no choice, where Django would ask for it."""

    def checked(value: Any) -> Any:
        if isinstance(value, list | tuple) and (wrong := [one for one in value if len(str(one)) > LONGEST_KEY]):
            raise ValidationError(
                field.error_messages["invalid_choice"], "invalid_choice", {"value": str(wrong[0])[:20]}
            )
        return clean(value)

    return checked


class ActionModelForm(ActionForm, forms.ModelForm):
    """An action's form whose fields are those of a model; it is checked on a copy, for the action alone makes the change."""

    def __init__(self, *args: Any, actor: Actor, target: Stored | None = None, **options: Any) -> None:
        copied = self._meta.model(workspace=actor.workspace) if target is None else copy.copy(target)
        super().__init__(*args, actor=actor, target=target, instance=copied, **options)
        if target is None:
            # what a new thing does not say leaves room for what the form proposes
            self.initial = {name: value for name, value in self.initial.items() if value is not None}

    def _get_validation_exclusions(self) -> set[str]:
        """Check constraints that name the workspace too."""
        return super()._get_validation_exclusions() - {"workspace"}

    def _post_clean(self) -> None:
        """Of what stands, check also constraints over fields that the form does not ask for."""
        super()._post_clean()
        if self.target is None or self.errors:
            return
        try:
            self.instance.validate_constraints(exclude=set())
        except ValidationError as wrong:
            if set(wrong.message_dict) <= {*self.fields, NON_FIELD_ERRORS}:
                self._update_errors(wrong)
            else:
                self.add_error(None, wrong.messages)


class Action:
    """One change. `form` says what it needs, `roles` who may make it, `model` what it is about."""

    label: ClassVar[Any]
    roles: ClassVar[Roles]
    model: ClassVar[type[Stored]]
    form: ClassVar[type[ActionForm]] = ActionForm
    makes: ClassVar[bool] = False
    """Whether it makes something new, so that there is nothing yet to change."""
    leads_on: ClassVar[bool] = False
    """Whether one goes on to what was made, and not back to where one came from."""
    name: ClassVar[str]

    def __init_subclass__(cls, **options: Any) -> None:
        """Give the action its name, by which pages and programs find it."""
        super().__init_subclass__(**options)
        if "label" in vars(cls):
            application = cls.__module__.split(".")[1]
            cls.name = f"{application}.{re.sub(r'(?<!^)(?=[A-Z])', '_', cls.__name__).lower()}"
            ACTIONS[cls.name] = cls

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Whether somebody in one of the roles may do it to this very thing; the roles alone decide unless an action says more."""
        return True

    @classmethod
    def allowed(cls, actor: Actor, target: Stored | None = None) -> bool:
        """Whether the actor may do it to `target`, which must be of the actor's workspace and still stand."""
        if target is not None and (target.workspace_id != actor.workspace.pk or target.withdrawn):
            return False
        return actor.plays(cls.roles) and cls.permits(actor, target)

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """Make the change and give back what was made or changed."""
        raise NotImplementedError

    @classmethod
    def url(cls, actor: Actor, target: Stored | None = None) -> str:
        """The page on which it is done."""
        return reverse("core:act", args=[actor.workspace.slug, cls.name, *([] if target is None else [target.pk])])

    @classmethod
    def words(cls, done: Stored) -> str:
        """What the trail says of it beside its name."""
        return str(done)


class Make(Action):
    """Make a thing of the model from the form's fields."""

    makes = True

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """A new thing of the workspace with the values given."""
        return save(cls.model(workspace=actor.workspace), given)


class Change(Action):
    """Put the values given in place of a thing's own."""

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The thing with its new values."""
        assert target is not None  # noqa: S101 - `perform` has seen to it
        return save(target, given)


class Withdraw(Action):
    """Take a thing out of view; it stays on record and in what refers to it."""

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The thing, withdrawn."""
        assert target is not None  # noqa: S101 - `perform` has seen to it
        return save(target, {"withdrawn": True})


def save(thing: Stored, given: Mapping[str, Any]) -> Stored:
    """Set fields of a thing, those of many-to-many relations too, and store it."""
    many = {field.name for field in thing._meta.many_to_many}
    for name, value in given.items():
        if name not in many:
            setattr(thing, name, value)
    thing.save()
    for name in many & set(given):
        getattr(thing, name).set(given[name])
    return thing


def perform(
    action: type[Action],
    actor: Actor,
    data: Mapping[str, Any] | None = None,
    target: Stored | None = None,
    *,
    files: Any = None,
    version: int | None = None,
) -> Stored:
    """Do it, all or nothing: permission, validation, the version that was read, the change, and a line on the trail.

    `version` is that of `target` when the actor read it: where it has changed since, nothing is overwritten. Raises NotAllowed,
    Invalid or Conflict.
    """
    with transaction.atomic():
        # one writer at a time in a workspace: the trail has one order, and versions are compared with what stands
        Workspace.objects.select_for_update().get(pk=actor.workspace.pk)
        if target is not None:
            target = type(target).objects.select_for_update().get(pk=target.pk)
        if (target is None) != action.makes or not action.allowed(actor, target):
            raise NotAllowed(action.name)
        form = action.form(data or {}, files, actor=actor, target=target)
        if not form.is_valid():
            raise Invalid(form)
        if target is not None and version is not None and version != target.version:
            raise Conflict(form, target)
        before = None if target is None else target.snapshot()
        if target is not None:
            target.version += 1
        done = action.change(actor, target, form.cleaned_data)
        audit.append(
            actor.workspace,
            actor.user_id,
            action.name,
            kind=done.kind_name(),
            target=str(done.pk),
            said=action.words(done),
            before=before,
            after=done.snapshot(),
        )
        return done
