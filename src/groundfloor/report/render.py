"""The report as one HTML file that needs nothing but itself."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from groundfloor.report import sections
from groundfloor.report.language import Language
from groundfloor.report.page import Page
from groundfloor.report.results import Results

ROOT = Path(__file__).parent


@dataclass(frozen=True)
class Section:
    """A section as the page shows it."""

    name: str
    title: str
    body: str


def style() -> str:
    """The style of a report: that of charts, which other pages may use too, and that of the page around them."""
    return "".join((ROOT / path).read_text(encoding="utf-8") for path in ("static/charts.css", "templates/style.css"))


@cache
def environment() -> Any:
    """Templates with everything escaped that is not markup already; an undefined name is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader([ROOT / "templates", ROOT])
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def section_modules(package: ModuleType = sections) -> list[ModuleType]:
    """The modules of a folder of sections in the order they state."""
    names = [found.name for found in pkgutil.iter_modules(package.__path__)]
    modules = [importlib.import_module(f"{package.__name__}.{name}") for name in names]
    return sorted(modules, key=lambda module: (module.ORDER, module.__name__))


def fragments(results: Results, lang: str, names: Collection[str], package: ModuleType = sections) -> list[Section]:
    """Some sections of a report alone, in the order of the report, for a page that is made elsewhere and has the style of charts."""
    language = Language(lang)
    shared = {"t": language.text, "synthetic": results.synthetic}
    return list(_sections(Page(results, language), package, shared, names))


def _sections(
    page: Page, package: ModuleType, shared: dict[str, Any], names: Collection[str] | None = None
) -> Iterator[Section]:
    from markupsafe import Markup

    macros = environment().get_template("macros.html").make_module(shared)
    folder = package.__name__.removeprefix("groundfloor.report.").replace(".", "/")
    for module in section_modules(package):
        name = module.__name__.rpartition(".")[2]
        if names is not None and name not in names:
            continue
        found = module.content(page)
        if found is None:
            continue
        # plain parts one below the other need no template of their own
        body = environment().select_template([f"{folder}/{name}.html", "parts.html"]).render(
            **shared, figure=macros.figure, table=macros.table, folded=macros.folded, **found
        )  # fmt: skip
        yield Section(name.replace("_", "-"), page.language.text(f"{package.TITLES}.{name}"), Markup(body))  # noqa: S704 (autoescaped above)


def html(results: Results, lang: str = "en", package: ModuleType = sections) -> str:
    """The whole page as text; raises `GroundfloorError` for a language there is none of.

    `package` is the folder of its sections, which says what stands above them: `sections` is the report on a floor.
    """
    language = Language(lang)
    page = Page(results, language)
    data = language.text(
        "page.households" if results.synthetic else "page.survey", survey=language.words(results.survey_name)
    )
    shown = {"data": data, **package.heading(page)}
    shared = {"t": language.text, "synthetic": results.synthetic}
    from markupsafe import Markup

    return str(
        environment().get_template("page.html").render(
            **shared,
            lang=lang,
            direction=language.direction,
            sections=list(_sections(page, package, shared)),
            fingerprint=results.fingerprint,
            style=Markup(style()),  # noqa: S704 (our own files)
            **shown,
        )
    )  # fmt: skip


def render(
    results: Results,
    out_dir: str | Path,
    *,
    lang: str = "en",
    page: str = "report.html",
    package: ModuleType = sections,
) -> Path:
    """Write the report in one language to `out_dir`/`page` and return where it is.

    The file holds its own style and drawings, works without network and without JavaScript, and prints. What the results
    do not hold the report says is not known. A language without messages raises `GroundfloorError`; nothing is then written.

    >>> import tempfile
    >>> nothing = Results({"en": "Nowhere"}, "NOD", 2025, 2030, False, "none", {"en": "A floor"}, {}, {}, {})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     render(nothing, folder, lang="fr").read_text(encoding="utf-8").splitlines()[1]
    '<html lang="fr" dir="ltr">'
    """
    text = html(results, lang, package)
    path = Path(out_dir) / page
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
