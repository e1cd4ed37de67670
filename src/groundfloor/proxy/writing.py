"""A proxy means test written to a folder: tables, rule and pages, all of it or nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from groundfloor.errors import GroundfloorError, Place
from groundfloor.proxy.assess import COLUMNS, ProxyMeans
from groundfloor.proxy.page import html
from groundfloor.report.tables import as_csv


def write(test: ProxyMeans, out: str | Path, languages: Sequence[str] = ("en",), currency: str = "LCU") -> list[Path]:
    """Write tables/NAME.csv, the rule's files by their place in a pack and a page in each language; returns what was written.

    The page of the first language is proxy_means.html, that of another proxy_means.LANGUAGE.html. A file in place of the folder
    raises GroundfloorError.

    >>> from groundfloor import new, proxy_means
    >>> [file.as_posix() for file in write(proxy_means(new("nowhere")), "out")][-4:]
    ['out/programmes/pmt_grant.yaml', 'out/programmes/cases/pmt_grant.yaml', 'out/floors/pmt_grant.yaml', 'out/proxy_means.html']
    """
    folder = Path(out)
    if folder.is_file():
        raise GroundfloorError(
            "There is a file of that name", Place(str(folder)), expected="a folder", hint="Choose another --out."
        )
    texts = {
        f"tables/{name}.csv": as_csv(test.tables[name], (*columns, "synthetic")) for name, columns in COLUMNS.items()
    }
    texts |= dict(test.rule.files)
    for i, language in enumerate(languages):
        page = "proxy_means.html" if i == 0 else f"proxy_means.{language}.html"
        texts[page] = html(test, language, currency)
    folder.parent.mkdir(parents=True, exist_ok=True)
    written = []
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".groundfloor-") as scratch:
        drafts = {name: Path(scratch) / name for name in texts}
        for name, draft in drafts.items():
            draft.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(texts[name], encoding="utf-8", newline="\n")
        for name, draft in drafts.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            draft.replace(place)
            written.append(place)
    return written
