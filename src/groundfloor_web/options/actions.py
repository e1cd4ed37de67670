"""Copying, writing and adapting options, and putting them into the floor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.actions import Action, Change, Withdraw, save
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.fields import whole
from groundfloor_web.core.models import Stored
from groundfloor_web.core.roles import ANALYSTS, CONTRIBUTORS, SECRETARIAT
from groundfloor_web.options import forms
from groundfloor_web.options.models import Option
from groundfloor_web.options.rules import programme_of, renamed, with_numbers
from groundfloor_web.options.templates_library import adapted, library
from groundfloor_web.packs import own_pack


def written(option: Option, rule: str, **given: Any) -> Option:
    """The option with a rule and what the rule says of it."""
    programme = programme_of(rule)
    said = {"rule": rule, "name": programme.name, "label": dict(programme.label), "guarantee": programme.guarantee}
    save(option, said | given)
    return option


class CopyTemplate(Action):
    """Copy a template of the library, its amounts brought to the country's money."""

    label = _("Copy a template")
    roles = CONTRIBUTORS
    model = Option
    form = forms.TemplateForm
    makes = True
    leads_on = True

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The option."""
        template = library()[given["template"]]
        rule = adapted(template, own_pack(actor.workspace))
        name = given["name"] or template.name
        return written(Option(workspace=actor.workspace, template=template.name), renamed(rule, name))


class WriteOption(Action):
    """Write an option in the rule language."""

    label = _("Write an option")
    roles = CONTRIBUTORS
    model = Option
    form = forms.RuleForm
    makes = True
    leads_on = True

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The option."""
        return written(Option(workspace=actor.workspace), given["rule"], note=given["note"])


class ChangeRule(Action):
    """Change the rule of an option itself."""

    label = _("Edit the rule")
    roles = CONTRIBUTORS
    model = Option
    form = forms.RuleForm

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The option with its new rule."""
        assert isinstance(target, Option)  # noqa: S101 - `perform` has seen to it
        return written(target, given["rule"], note=given["note"])


class ChangeNumbers(Action):
    """Change the numbers of an option by form."""

    label = _("Change the numbers")
    roles = CONTRIBUTORS
    model = Option
    form = forms.NumbersForm

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The option with its new numbers."""
        assert isinstance(target, Option)  # noqa: S101 - `perform` has seen to it
        prefix = "parameter_"
        numbers = {name.removeprefix(prefix): whole(value) for name, value in given.items() if name.startswith(prefix)}
        delivery = {name: round(given[name] / 100, 8) for name in ("take_up", "administration")}
        return written(target, with_numbers(target.rule, numbers, delivery))


class LinkOption(Change):
    """Say which gaps and recommendations an option answers."""

    label = _("Say what it answers")
    roles = CONTRIBUTORS
    model = Option
    form = forms.AnswersForm


class CopyOption(Action):
    """Copy an option, to change the copy."""

    label = _("Copy")
    roles = CONTRIBUTORS
    model = Option
    leads_on = True

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The copy, not in the floor."""
        assert isinstance(target, Option)  # noqa: S101 - `perform` has seen to it
        return written(Option(workspace=actor.workspace, template=target.template), target.rule, note=target.note)


class PutIntoFloor(Action):
    """Put an option into the floor that the explorer and full runs compute, in place of one of the same name."""

    label = _("Put into the floor")
    roles = ANALYSTS
    model = Option

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of one that is not in it."""
        return isinstance(target, Option) and not target.in_floor and not target.withdrawn

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The option, in the floor."""
        assert isinstance(target, Option)  # noqa: S101 - `perform` has seen to it
        for other in Option.objects.of(actor.workspace).standing().filter(name=target.name, in_floor=True):
            other.version += 1
            save(other, {"in_floor": False})
        return save(target, {"in_floor": True})


class TakeOutOfFloor(Action):
    """Take an option out of the floor; it stays among the options."""

    label = _("Take out of the floor")
    roles = ANALYSTS
    model = Option

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of one that is in it."""
        return isinstance(target, Option) and target.in_floor

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The option, out of the floor."""
        assert target is not None  # noqa: S101 - `perform` has seen to it
        return save(target, {"in_floor": False})


class WithdrawOption(Withdraw):
    """Take an option out of view."""

    label = _("Withdraw the option")
    roles = SECRETARIAT
    model = Option

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of one that is not in the floor."""
        return isinstance(target, Option) and not target.in_floor
