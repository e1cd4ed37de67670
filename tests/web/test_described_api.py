"""The API under what its own description allows and forbids, drawn by Schemathesis: whatever comes, no answer is a mistake of ours."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from tests.web.test_boundaries import filled

from groundfloor_web.accounts.models import User
from groundfloor_web.api.models import Key
from groundfloor_web.api.urls import api
from groundfloor_web.core.actions import ACTIONS
from groundfloor_web.core.models import Workspace
from groundfloor_web.demo.cast import address

__all__ = ["filled"]
schemathesis = pytest.importorskip("schemathesis")
EXAMPLES = {"POST": 4, "GET": 2}
"""Of each kind for an operation; all that read are made by one function."""


def asked(client: Client, case: Any, keys: dict[str, int]) -> Any:
    """The answer to a case, in the workspace there is and mostly about a thing there is."""
    from schemathesis.core import NOT_SET

    case.path_parameters["slug"] = "gha"
    about = case.operation.definition.raw["operationId"]
    pk = case.path_parameters.get("pk")
    if about in keys and not (isinstance(pk, int) and pk % 4 == 0):
        case.path_parameters["pk"] = keys[about]
    body = (
        ""
        if case.body is NOT_SET
        else case.body
        if isinstance(case.body, bytes)
        else json.dumps(case.body, default=str)
    )
    path = case.formatted_path
    if case.method.upper() == "GET":
        return client.get(path, {name: str(value) for name, value in (case.query or {}).items()})
    return client.post(path, body, content_type="application/json")


def _tried(drawn: Any) -> None:
    """Send what is drawn; what the description forbids nothing of, nothing can be drawn for."""
    from hypothesis.errors import Unsatisfiable

    with contextlib.suppress(Unsatisfiable):
        drawn()


@pytest.mark.one_database("what a program may send is tried on both by test_hostile")
def test_no_answer_is_a_mistake_of_ours(filled: Workspace) -> None:
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis import GenerationMode

    coordinator = User.objects.get(email=address("abena"))
    _key, secret = Key.make(coordinator, "a test")
    client = Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False)
    keys = {
        name: found
        for name, action in ACTIONS.items()
        if not action.makes
        and (found := action.model.objects.of(filled).standing().values_list("pk", flat=True).first())
    }
    described = json.loads(json.dumps(api.get_openapi_schema()))
    operations = [one.ok() for one in schemathesis.openapi.from_dict(described).get_all_operations()]
    assert len(operations) > 100
    failed: list[str] = []

    def attempted(case: Any) -> None:
        sid = transaction.savepoint()
        answer = asked(client, case, keys)
        transaction.savepoint_rollback(sid)
        connection.needs_rollback = False
        if answer.status_code >= 500:
            failed.append(
                f"{case.method} {case.formatted_path} {case.body!r} {getattr(answer, 'exc_info', '')!r}"[:600]
            )

    calm = settings(
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for one in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            drawn = given(case=one.as_strategy(generation_mode=mode))(attempted)
            _tried(settings(calm, max_examples=EXAMPLES[one.method.upper()])(drawn))
    assert failed == []
