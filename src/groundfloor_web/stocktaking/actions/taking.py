"""Taking over what lies elsewhere: the country pack, what the library computes from it, and workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.actions import Action, Conflict, Invalid, Make, NotAllowed, perform, save
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Stored
from groundfloor_web.core.roles import ANALYSTS
from groundfloor_web.jobs.actions import ask
from groundfloor_web.stocktaking import forms, pack
from groundfloor_web.stocktaking.actions.inventory import AddIndicator, AddScheme
from groundfloor_web.stocktaking.models import GapTable, Intake


class TakeOver(Make):
    """Add what was chosen of the pack, each by its own action, and keep what was added as an intake."""

    @classmethod
    def added(cls, actor: Actor, kind: str, action: type[Action], chosen: list[dict[str, Any]]) -> Stored:
        """The intake, with a row for each thing added; all or none are."""
        rows = []
        for values in chosen:
            given = {name: value for name, value in values.items() if value is not None}
            made = perform(action, actor, given)
            rows.append({"verdict": "added", "pk": made.pk, "label": str(made)})
        return save(
            Intake(workspace=actor.workspace), {"kind": kind, "name": actor.workspace.pack, "rows": rows, "taken": True}
        )


class TakeOverSchemes(TakeOver):
    """Add the pack's schemes to the inventory."""

    label = _("Take over the pack’s schemes")
    roles = ANALYSTS
    model = Intake
    form = forms.SchemesFromPackForm

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The intake with the schemes added."""
        schemes, _problem = pack.new_schemes(actor.workspace)
        chosen = [pack.scheme_values(one, actor.workspace) for one in schemes if one.name in given["chosen"]]
        return cls.added(actor, Intake.Kind.SCHEMES, AddScheme, chosen)


class TakeOverIndicators(TakeOver):
    """Add the pack's values of coverage to the indicators of access."""

    label = _("Take over the pack’s coverage")
    roles = ANALYSTS
    model = Intake
    form = forms.IndicatorsFromPackForm

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The intake with the values added."""
        found, _problem = pack.new_indicators(actor.workspace)
        chosen = [one for one in found if one["series"] in given["chosen"]]
        return cls.added(actor, Intake.Kind.INDICATORS, AddIndicator, chosen)


class ComputeGaps(Make):
    """Have the library compute gaps and coverage from the country pack, in the background."""

    label = _("Compute the gaps from the pack")
    roles = ANALYSTS
    model = GapTable

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """A table that the job will fill."""
        table = save(GapTable(workspace=actor.workspace), {"pack": actor.workspace.pack})
        return save(table, {"job": ask(actor, "stocktaking.gaps", {"table": table.pk})})


class CheckWorkbook(Make):
    """Read a workbook, and say what is wrong in it and what it would add and change. Nothing is changed yet."""

    label = _("Check a workbook")
    roles = ANALYSTS
    model = Intake
    form = forms.WorkbookForm

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The intake with what was found."""
        found = given["found"]
        name = str(given["workbook"].name)[:200]
        values = {"kind": Intake.Kind.WORKBOOK, "name": name, "digest": found.digest}
        return save(Intake(workspace=actor.workspace), values | {"rows": found.rows, "problems": found.problems})


class TakeOverWorkbook(Action):
    """Make every change that a checked workbook asks for, each by its own action: all of them or none."""

    label = _("Take over the workbook")
    roles = ANALYSTS
    model = Intake
    form = forms.ConfirmForm

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of a workbook without problems that would add or change something and was not taken over yet."""
        return (
            isinstance(target, Intake)
            and target.kind == Intake.Kind.WORKBOOK
            and not target.taken
            and not target.problems
            and target.count("added") + target.count("changed") > 0
        )

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The intake, taken over."""
        from groundfloor_web.stocktaking.workbook.sheets import SHEETS

        assert isinstance(target, Intake)  # noqa: S101 - `permits` has seen to it
        sheets = {one.key: one for one in SHEETS}
        for row in target.rows:
            if row["verdict"] in ("added", "changed"):
                cls._one(actor, target, sheets[row["sheet"]], row)
        return save(target, {"taken": True})

    @classmethod
    def _one(cls, actor: Actor, target: Intake, sheet: Any, row: dict[str, Any]) -> None:
        try:
            if row["verdict"] == "added":
                perform(sheet.add, actor, row["values"])
            else:
                thing = sheet.model.objects.of(actor.workspace).get(pk=row["pk"])
                perform(sheet.change, actor, row["values"], thing, version=row["version"])
        except Conflict:
            cls._refuse(actor, target, row, gettext("somebody has changed it since the workbook was checked"))
        except NotAllowed:
            cls._refuse(actor, target, row, gettext("it was withdrawn since the workbook was checked"))
        except Invalid as invalid:
            reasons = " ".join(str(one) for errors in invalid.form.errors.values() for one in errors)
            cls._refuse(actor, target, row, reasons)

    @classmethod
    def _refuse(cls, actor: Actor, target: Intake, row: dict[str, Any], reason: str) -> NoReturn:
        form = cls.form({"seen": "on"}, actor=actor, target=target)
        form.full_clean()
        form.add_error(
            None,
            gettext("Nothing was taken over. Sheet “%(sheet)s”, row %(row)s: %(reason)s. Check the workbook again.")
            % {"sheet": row["title"], "row": row["row"], "reason": reason},
        )
        raise Invalid(form)
