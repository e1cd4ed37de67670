"""What a run leaves in a folder: written whole or not at all, and handed out file by file."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.http import FileResponse, Http404

from groundfloor_web.core.models import Workspace
from groundfloor_web.jobs.work import Say
from groundfloor_web.packs import pack_of

LANGUAGES = ("en", "fr")
FILES = {
    "report": "report.html",
    "report.fr": "report.fr.html",
    "workbook": "workbook.xlsx",
    "record": "record.json",
}
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"


@contextmanager
def filling(folder: Path, workspace: Workspace, say: Say) -> Iterator[tuple[Path, Path]]:
    """A copy of the workspace's pack and a folder to write to, which becomes `folder` at the end; nothing is left of a failure."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    begun = f".{folder.name}-"
    for left in folder.parent.glob(f"{begun}*"):  # by a worker that died
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=begun, dir=folder.parent) as temporary:
        pack, out = Path(temporary) / workspace.pack, Path(temporary) / "out"
        shutil.copytree(pack_of(workspace), pack)
        yield pack, out
        say("")  # who has lost the job meanwhile stops here
        if folder.exists():  # by a worker that died before it could say so
            shutil.rmtree(folder)
        os.replace(out, folder)


def left(folder: Path) -> dict[str, list[str]]:
    """The names of the files and tables that were left; none while there is no folder."""
    return {
        "files": [name for name, path in FILES.items() if (folder / path).exists()],
        "tables": sorted(path.stem for path in (folder / "tables").glob("*.csv")),
    }


def handed_out(folder: Path, name: str, called: str) -> FileResponse:
    """A file of a folder by its name in FILES or that of a table; reports are shown, everything else is saved."""
    path = folder / FILES[name] if name in FILES else folder / "tables" / f"{Path(name).name}.csv"
    if not path.is_file():
        raise Http404
    shown = path.suffix == ".html"
    answer = FileResponse(path.open("rb"), as_attachment=not shown, filename=f"{called}-{path.name}")
    if shown:
        answer.headers["Content-Security-Policy"] = REPORT_POLICY
    return answer
