"""The demonstration for the tests: made once a process, by its actions, and put back row by row wherever a test asks for it."""

from __future__ import annotations

import pickle
from functools import cache

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from tests.web import making

from groundfloor_web.accounts.models import User
from groundfloor_web.core.models import Workspace
from groundfloor_web.demo.filling import SLUG, fill

AT_ONCE = 50
"""Rows of one statement; SQLite takes so many values and no more."""


def demonstration() -> Workspace:
    """Ghana as the demonstration shows it, in the transaction of the test, beside an administrator who opened it."""
    if Workspace.objects.exists() or User.objects.exists():  # their keys are those that its rows have
        return _filled()
    made = [pickle.loads(rows) for rows in _made()]  # noqa: S301 - our own, and new ones for every test
    with transaction.atomic():
        for rows in made:
            for start in range(0, len(rows), AT_ONCE):
                _insert(rows[start : start + AT_ONCE])
    _number_on()
    return Workspace.objects.get(slug=SLUG)


@cache
def _made() -> list[bytes]:
    """Every row that filling adds to a database, model by model; the database itself stays as it was."""
    known = {model: set(_rows(model).values_list("pk", flat=True)) for model in _models()}
    _number_on()
    with transaction.atomic():
        _filled()
        added = [list(_rows(model).exclude(pk__in=known[model])) for model in _models()]
        transaction.set_rollback(True)
    return [pickle.dumps(rows) for rows in added if rows]


def _filled() -> Workspace:
    found = fill(making.person("Admin", is_administrator=True), making.PASSWORD)
    assert found is not None
    return found


def _number_on() -> None:
    """Keys go on after those there are, also on PostgreSQL, which takes no key back that a test before has used."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def _models() -> list[type[models.Model]]:
    return list(apps.get_models(include_auto_created=True))


def _rows(model: type[models.Model]) -> models.QuerySet[models.Model]:
    """Rows as the database has them, whatever managers make of them."""
    return models.QuerySet(model)


def _insert(rows: list[models.Model]) -> None:
    """Rows as they were, also where a field would be filled in anew."""
    query = models.sql.InsertQuery(type(rows[0]))
    query.insert_values(type(rows[0])._meta.local_concrete_fields, rows, raw=True)
    query.get_compiler(using=connection.alias).execute_sql()
