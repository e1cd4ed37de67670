"""Which sheets a workbook has, of what each row is, and what its columns hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.actions import Action
from groundfloor_web.core.languages import language_name
from groundfloor_web.core.models import Stored, Workspace
from groundfloor_web.core.words import said
from groundfloor_web.stocktaking import actions
from groundfloor_web.stocktaking.models import Gap, MatrixEntry, MatrixRow, Recommendation, Scheme


@dataclass(frozen=True)
class Cells:
    """A field of a model as one column, or one a language."""

    field: str
    kind: str
    """words, text, number, choice, reference, references"""
    width: int = 14

    def keys(self, languages: Sequence[str]) -> list[str]:
        """The names that the columns have for programs: `text:fr`, `source`."""
        return [f"{self.field}:{tag}" for tag in languages] if self.kind == "words" else [self.field]

    def label(self, model: type[Stored], tag: str = "") -> str:
        """What the column is called."""
        name = str(model._meta.get_field(self.field).verbose_name)  # type: ignore[union-attr]
        return f"{name} ({language_name(tag)})" if tag else name


@dataclass(frozen=True)
class Sheet:
    """A sheet whose rows are things of one model, each added or changed by the action that pages use."""

    key: str
    title: Any
    model: type[Stored]
    add: type[Action]
    change: type[Action]
    columns: tuple[Cells, ...]


ENTRIES = Sheet(
    "entries",
    _("Matrix"),
    MatrixEntry,
    actions.AddEntry,
    actions.ChangeEntry,
    (
        Cells("row", "reference", 22),
        Cells("column", "choice", 22),
        Cells("text", "words", 60),
        Cells("source", "text", 30),
        Cells("scheme", "reference", 26),
        Cells("gap", "reference", 26),
    ),
)
RECOMMENDATIONS = Sheet(
    "recommendations",
    _("Recommendations"),
    Recommendation,
    actions.AddRecommendation,
    actions.ChangeRecommendation,
    (
        Cells("row", "reference", 22),
        Cells("text", "words", 60),
        Cells("kind", "choice", 24),
        Cells("priority", "choice", 12),
        Cells("answers", "references", 30),
        Cells("source", "text", 30),
    ),
)
SCHEMES = Sheet(
    "schemes",
    _("Inventory of schemes"),
    Scheme,
    actions.AddScheme,
    actions.ChangeScheme,
    (
        Cells("name", "words", 34),
        Cells("status", "choice"),
        Cells("guarantee", "choice", 16),
        Cells("function", "choice", 22),
        Cells("means", "choice", 26),
        Cells("law", "words", 40),
        Cells("responsible", "reference", 24),
        Cells("institution", "text", 30),
        Cells("target_group", "words", 34),
        Cells("eligibility", "words", 40),
        Cells("benefits", "words", 50),
        Cells("population", "number", 16),
        Cells("population_year", "number", 10),
        Cells("population_source", "text", 30),
        Cells("financing", "words", 34),
        Cells("cost", "number", 18),
        Cells("cost_year", "number", 10),
        Cells("cost_source", "text", 30),
        Cells("pack_scheme", "text", 18),
    ),
)
GAPS = Sheet(
    "gaps",
    _("Gaps"),
    Gap,
    actions.AddGap,
    actions.ChangeGap,
    (
        Cells("guarantee", "choice", 16),
        Cells("kind", "choice", 22),
        Cells("group", "words", 30),
        Cells("text", "words", 60),
        Cells("legal", "number", 12),
        Cells("effective", "number", 12),
        Cells("source", "text", 30),
    ),
)
SHEETS = (ENTRIES, RECOMMENDATIONS, SCHEMES, GAPS)
FLIP_CHART = "flip_chart"
FLIP_COLUMNS = ("existing", "planned", "policy_gaps", "implementation", "recommendations")


def things_of(sheet: Sheet, workspace: Workspace) -> Any:
    """What stands of the model of a sheet, with what its columns show."""
    found = sheet.model.objects.of(workspace).standing()
    one = [cells.field for cells in sheet.columns if cells.kind == "reference"]
    many = [cells.field for cells in sheet.columns if cells.kind == "references"]
    return found.select_related(*one).prefetch_related(*many) if one or many else found


def told(thing: Stored, cells: Cells) -> Any:
    """The value of a field as forms take it and as JSON keeps it: keys of things, texts by language, numbers as text."""
    value = getattr(thing, cells.field)
    if cells.kind == "references":
        return sorted(one.pk for one in value.all() if not one.withdrawn)
    if cells.kind == "reference":
        return None if value is None else value.pk
    return plain(value, cells)


def plain(value: Any, cells: Cells) -> Any:
    """A value without what has no meaning: ends of lines of another system, zeros after the point, empty texts."""
    if cells.kind == "words":
        return {tag: _lines(text) for tag, text in (value or {}).items() if text}
    if cells.kind == "references":
        return sorted(getattr(one, "pk", one) for one in value or ())
    if cells.kind == "reference":
        return getattr(value, "pk", value) or None
    if value is None or value == "":
        return ""
    if cells.kind == "number":
        number = Decimal(str(value)).normalize()
        return f"{number:f}"
    return _lines(str(value))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def named(thing: Stored) -> str:
    """A thing as cells refer to it: its number, by which it is found again, and what it is called."""
    return f"#{thing.pk} {thing}"


def choices_of(model: type[Stored], field: str) -> list[tuple[str, str]]:
    """The choices of a field and what they are called, in the reader's language."""
    return [(str(code), str(label)) for code, label in model._meta.get_field(field).flatchoices]  # type: ignore[union-attr]


def choices_by_label(model: type[Stored], field: str) -> dict[str, str]:
    """The choices of a field by everything they are called, in any language of the pages."""
    found = {}
    for tag, _name in settings.LANGUAGES:
        with override(tag):
            found |= {label.casefold(): code for code, label in choices_of(model, field)}
    return found | {code.casefold(): code for code, _label in choices_of(model, field)}


def shown(value: Any, cells: Cells, model: type[Stored], names: Mapping[int, str]) -> str:
    """A value as a reader sees it."""
    if cells.kind == "words":
        return "\n".join(f"{language_name(tag)}: {text}" for tag, text in (value or {}).items())
    if cells.kind == "references":
        return "; ".join(names.get(pk, f"#{pk}") for pk in value or ())
    if cells.kind == "reference":
        return names.get(value, f"#{value}") if value else ""
    if cells.kind == "choice":
        return dict(choices_of(model, cells.field)).get(str(value), str(value))
    return str(value)


def fix_for(cells: Cells, sheet: Sheet, workspace: Workspace) -> str:
    """What to write into a cell in which something is wrong."""
    if cells.kind == "choice":
        labels = "; ".join(label for _code, label in choices_of(sheet.model, cells.field))
        return gettext("Write one of these: %(labels)s.") % {"labels": labels}
    if cells.kind == "number":
        return gettext("Write a number alone, without unit; leave the cell empty where it is not known.")
    if cells.kind in ("reference", "references"):
        field: Any = sheet.model._meta.get_field(cells.field)
        known = list(field.related_model.objects.of(workspace).standing()[:6])
        names = "; ".join(f"#{one.pk} {said(getattr(one, 'title', {}))[0] or one}" for one in known)
        return gettext("Write the number of one that is known, for example: %(names)s.") % {"names": names}
    if cells.kind == "words":
        return gettext("Write the text in one language at least.")
    return gettext("Shorten or correct the text.")


def rows_by_title(workspace: Workspace) -> dict[str, MatrixRow]:
    """The rows of the matrix by their titles in every language."""
    found: dict[str, MatrixRow] = {}
    for row in MatrixRow.objects.of(workspace).standing():
        found |= {text.casefold(): row for text in row.title.values() if text}
    return found
