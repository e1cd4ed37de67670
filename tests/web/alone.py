"""An installation in processes of its own: what tests of crashes and of many writers do in them, each asked for by its name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.web.databases import database

ROOT = Path(__file__).parents[2]
WRITERS, EACH = 8, 20


LONGEST = 300
"""Seconds that a busy machine may need for an answer."""


@dataclass
class Installation:
    """A home and a database that processes share."""

    home: Path
    database: str
    _answering: subprocess.Popen[str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GROUNDFLOOR_", "COV_"))}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "groundfloor_web.config.settings",
            "GROUNDFLOOR_HOME": str(self.home),
            "GROUNDFLOOR_DATABASE": self.database,
            "GROUNDFLOOR_LEASE": "3",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        }

    def start(self, *arguments: str, **more: Any) -> subprocess.Popen[str]:
        """Python in a process, with `arguments`."""
        command = [sys.executable, *arguments]
        return subprocess.Popen(command, env=self.environment, cwd=self.home, text=True, **more)  # noqa: S603

    def ask(self, name: str, *given: Any) -> Any:
        """What one of the functions below says, in a process beside all that are killed."""
        log = self.home / "asked.log"
        if self._answering is None:
            with log.open("w") as problems:
                pipe = subprocess.PIPE
                self._answering = self.start("-m", "tests.web.alone", stdin=pipe, stdout=pipe, stderr=problems)
        one = self._answering
        assert one.stdin is not None
        assert one.stdout is not None
        late = threading.Timer(LONGEST, one.kill)
        late.start()
        try:
            print(json.dumps([name, *given]), file=one.stdin, flush=True)
            said = one.stdout.readline()
        finally:
            late.cancel()
        assert said, log.read_text()
        return json.loads(said)

    def close(self) -> None:
        """Nothing more is asked."""
        if self._answering is not None:
            self._answering.communicate()


@contextmanager
def installation(home: Path) -> Iterator[Installation]:
    """An installation with one workspace."""
    with database(home) as address:
        made = Installation(home, address)
        try:
            made.ask("prepare")
            yield made
        finally:
            made.close()


def prepare() -> Any:
    """A workspace of the pack `nowhere` with a secretary and a key."""
    from django.conf import settings
    from django.core.management import call_command

    from groundfloor import new
    from groundfloor_web.accounts.models import User
    from groundfloor_web.accounts.opening import open_workspace

    call_command("migrate", verbosity=0)
    settings.PACKS.mkdir()
    new(settings.PACKS / "nowhere")
    user = User.objects.create_user("ama@example.org", None, name="Ama")
    open_workspace(user, "now", {"en": "Nowhere"}, "nowhere", ["en"])
    return None


def _actor() -> Any:
    from groundfloor_web.accounts.models import User
    from groundfloor_web.core.actors import Actor
    from groundfloor_web.core.models import Workspace

    return Actor.of(User.objects.get(), Workspace.objects.get())


def key() -> Any:
    """A key of the secretary."""
    from groundfloor_web.accounts.models import User
    from groundfloor_web.api.models import Key

    return Key.make(User.objects.get(), "a test")[1]


def full_run() -> Any:
    """Ask for a full run of an exploration; nobody works on it yet."""
    from groundfloor_web.core.actions import perform
    from groundfloor_web.explorer.actions import Keep, RunExploration

    kept = perform(Keep, _actor(), {"title": {"en": "Higher"}, "controls": {"child_grant.grant": 99}})
    return perform(RunExploration, _actor(), {}, kept).pk


def run_now(pk: int) -> Any:
    """How far a run is, and the files it has left."""
    from groundfloor_web.explorer.models import Run
    from groundfloor_web.explorer.work import folder_of

    one = Run.objects.select_related("job").get(pk=pk)
    folder = folder_of(one)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    beside = sorted(path.name for path in folder.parent.glob("*")) if folder.parent.exists() else []
    job = one.job
    return {
        "state": job.state,
        "progress": job.progress,
        "attempts": job.attempts,
        "problem": job.problem,
        "files": files,
        "beside": beside,
    }


def _together(work: Callable[[int], Any], count: int) -> list[Any]:
    """What threads that begin at once have found, each with a connection of its own."""
    from django.db import connection

    begin, found = threading.Barrier(count), [None] * count

    def one(number: int) -> None:
        begin.wait()
        try:
            found[number] = work(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def write() -> Any:
    """Many writers at once in one workspace: the texts each has written."""
    from groundfloor_web.core.actions import perform
    from groundfloor_web.stocktaking.actions import AddEntry
    from groundfloor_web.stocktaking.models import MatrixRow

    actor, row = _actor(), MatrixRow.objects.first()

    def work(number: int) -> list[str]:
        texts = [f"{number}-{place}" for place in range(EACH)]
        for text in texts:
            perform(AddEntry, actor, {"row": row.pk, "column": "existing", "text": {"en": text}})
        return texts

    return [text for texts in _together(work, WRITERS) for text in texts or ()]


def clash() -> Any:
    """Two who have read the same version of an entry change it at once, several times: who won, and what the other was told."""
    from groundfloor_web.core.actions import Conflict, perform
    from groundfloor_web.stocktaking.actions import AddEntry, ChangeEntry
    from groundfloor_web.stocktaking.models import MatrixRow

    actor, row = _actor(), MatrixRow.objects.first()
    rounds = []
    for _round in range(10):
        said = {"row": row.pk, "column": "existing", "text": {"en": "as it was"}}
        entry = perform(AddEntry, actor, said)

        def work(number: int, entry: Any = entry, said: dict[str, Any] = said) -> list[str]:
            try:
                perform(ChangeEntry, actor, said | {"text": {"en": f"by {number}"}}, entry, version=1)
            except Conflict as conflict:
                return ["conflict", conflict.form.cleaned_data["text"]["en"], conflict.current.text["en"]]
            return ["won", f"by {number}"]

        found = _together(work, 2)
        entry.refresh_from_db()
        rounds.append({"found": found, "stands": entry.text["en"], "version": entry.version})
    return rounds


def workbook(lines: int) -> Any:
    """A workbook with so many new lines of the matrix, checked and not taken over yet."""
    import io

    import openpyxl
    from django.core.files.uploadedfile import SimpleUploadedFile

    from groundfloor_web.core.actions import perform
    from groundfloor_web.stocktaking.actions import CheckWorkbook
    from groundfloor_web.stocktaking.workbook import written

    actor = _actor()
    book = openpyxl.load_workbook(io.BytesIO(written(actor.workspace)))
    sheet = book["Matrix"]
    at = {cell.value: cell.column for cell in sheet[2]}
    below = sheet.max_row + 1
    for line in range(lines):
        for key, value in {"row": "Health", "column": "Existing provisions", "text:en": f"line {line}"}.items():
            sheet.cell(below + line, at[key]).value = value
    target = io.BytesIO()
    book.save(target)
    found = perform(CheckWorkbook, actor, {}, files={"workbook": SimpleUploadedFile("given.xlsx", target.getvalue())})
    return [found.pk, found.problems, found.count("added")]


def take_over(pk: int, killed_after: int = 0) -> Any:
    """Take a checked workbook over; the process is killed once so many lines have been written to the trail."""
    import os
    import signal

    from groundfloor_web.core import audit
    from groundfloor_web.core.actions import perform
    from groundfloor_web.stocktaking.actions import TakeOverWorkbook
    from groundfloor_web.stocktaking.models import Intake

    append, left = audit.append, [killed_after]

    def counted(*given: Any, **named: Any) -> Any:
        line = append(*given, **named)
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return line

    audit.append = counted
    try:
        return perform(TakeOverWorkbook, _actor(), {"seen": "on"}, Intake.objects.get(pk=pk)).taken
    finally:
        audit.append = append


def standing() -> Any:
    """Every entry of the matrix, every line of the trail about one, and whether the chain holds."""
    from groundfloor_web.core.audit import verify
    from groundfloor_web.core.models import Entry, Workspace
    from groundfloor_web.stocktaking.models import MatrixEntry

    lines = Entry.objects.filter(workspace=Workspace.objects.get()).order_by("number")
    broken = verify(lines)
    about = lines.filter(action="stocktaking.add_entry")
    return {
        "entries": {str(one.pk): one.text["en"] for one in MatrixEntry.objects.all()},
        "lines": {line.target: line.after["text"]["en"] for line in about},
        "numbers": list(lines.values_list("number", flat=True)),
        "broken": None if broken is None else [broken.number, broken.reason],
    }


def post(address: str, secret: str, said: dict[str, Any]) -> Any:
    """What a server answers to a program."""
    head = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    request = urllib.request.Request(address, json.dumps(said).encode(), head)  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        return json.loads(answer.read())


def answer() -> None:
    """Read what is asked, a line each, and say what was found; whatever else is printed goes where problems go."""
    from django.db import connections

    for line in sys.stdin:
        name, *given = json.loads(line)
        with redirect_stdout(sys.stderr):
            found = globals()[name](*given)
        connections.close_all()
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    import django

    django.setup()
    answer()
