"""What a run leaves in a folder: a report in each language, the workbook, the tables and the record."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from groundfloor.record import make_record
from groundfloor.report import sections
from groundfloor.report.language import Language
from groundfloor.report.render import render
from groundfloor.report.results import Results
from groundfloor.report.tables import write_tables
from groundfloor.report.together import together
from groundfloor.report.workbook import write_workbook

RECORD = "record.json"


def leave(
    results: Results,
    folder: Path,
    source: Path,
    data: Iterable[Path],
    settings: Mapping[str, Any],
    languages: Sequence[str],
    package: ModuleType = sections,
    files: Mapping[str, str | bytes] = MappingProxyType({}),
    words: Callable[[str], str | Language] = str,
) -> None:
    """Write everything to `folder`, all of it or nothing.

    `source` is the pack or description and `data` the files behind it, for the record. The report of the first language is
    report.html, that of another report.LANGUAGE.html; `package` is the folder of the report's sections. `files` are
    further texts, or bytes, by their path in `folder`; `words` gives the workbook its language where its tables have words of their own.
    """
    with together(folder, RECORD) as draft:
        write_tables(results, draft)
        record = make_record(source, data, dict(settings), (draft / "tables").glob("*.csv"))
        results = replace(results, fingerprint=record["fingerprint"])
        for i, language in enumerate(languages):
            page = "report.html" if i == 0 else f"report.{language}.html"
            render(results, draft, lang=language, page=page, package=package)
        for path, content in files.items():
            (draft / path).parent.mkdir(parents=True, exist_ok=True)
            (draft / path).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        write_workbook(results, draft / "workbook.xlsx", words(languages[0]))
        (draft / RECORD).write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
