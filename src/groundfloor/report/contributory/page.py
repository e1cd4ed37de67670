"""The contributory schemes of a country as one HTML page that needs nothing but itself."""

from __future__ import annotations

from pathlib import Path

from groundfloor.contributory.country import Contributory
from groundfloor.report.contributory import sections
from groundfloor.report.contributory.words import PREFIX, language, told
from groundfloor.report.parts import Figure, Table
from groundfloor.report.render import ROOT, Section, environment, section_modules, style

HERE = Path(__file__).parent


def html(found: Contributory, lang: str = "en") -> str:
    """The whole page as text; a language there is none of raises GroundfloorError.

    >>> from groundfloor import project_contributory
    >>> html(project_contributory("gha", to=2027), "fr").splitlines()[1]
    '<html lang="fr" dir="ltr">'
    """
    from jinja2 import FileSystemLoader
    from markupsafe import Markup

    say = language(lang)
    templates = environment().overlay(loader=FileSystemLoader([HERE, ROOT / "templates"]))
    shared = {"t": say.text, "synthetic": False}
    macros = templates.get_template("macros.html").make_module(shared)
    shown = []
    for module in section_modules(sections):
        name = module.__name__.rpartition(".")[2]
        pieces = []
        for one in told(found, say):
            parts = list(module.parts(one))
            if parts and len(found.schemes) > 1:
                pieces.append(Markup("<h3>{}</h3>").format(one.label))
            for part in parts:
                if isinstance(part, Figure):
                    pieces.append(macros.figure(part))
                elif isinstance(part, Table):
                    pieces.append(macros.table(part))
                else:
                    pieces.append(Markup("<p>{}</p>").format(part))
        if not pieces:
            continue
        shown.append(Section(name, say.text(f"{PREFIX}sections.{name}"), Markup("\n").join(pieces)))
    first, last = (int(found.projections[0].years[i]) for i in (0, -1))
    badge = Markup('<span class="badge">{}</span>').format(say.text(f"{PREFIX}mark"))
    return str(
        templates.get_template("contributory.html").render(
            **shared,
            lang=lang,
            direction=say.direction,
            title=say.text(f"{PREFIX}title"),
            kicker=say.text(f"{PREFIX}kicker", country=say.words(found.country.name), first=first, last=last),
            description=say.text(f"{PREFIX}description"),
            data=badge if found.illustrative else "",
            sections=shown,
            style=Markup(style()),  # noqa: S704 (our own files)
        )
    )
