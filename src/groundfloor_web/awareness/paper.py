"""A brief as PDF: the page with its style written in and its drawings coloured, for a renderer that knows no variables in drawings."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import groundfloor
from groundfloor.errors import GroundfloorError

CHARTS = Path(groundfloor.__path__[0]) / "report" / "static" / "charts.css"
OWN = Path(__file__).parent / "static" / "awareness" / "awareness.css"
ROOT = re.compile(r":root \{(.*?)\}", re.S)
VARIABLE = re.compile(r"--([\w-]+):\s*([^;]+);")
USED = re.compile(r"var\(--([\w-]+)\)")
SVG = re.compile(r"(<svg[^>]*class=\"chart\"[^>]*>)")


@cache
def colours() -> str:
    """The rules of charts with every variable put in place of its name."""
    text = CHARTS.read_text(encoding="utf-8")
    found = ROOT.search(text)
    values = dict(VARIABLE.findall(found.group(1))) if found else {}
    rules = "\n".join(
        line
        for line in text.splitlines()
        if line.startswith(
            (
                ".chart",
                ".s",
                ".hatch",
                ".part",
                ".band",
                ".hollow",
                ".grid",
                ".leader",
                ".line",
                ".l1",
                ".dot",
                ".area",
                ".m0",
                ".span",
            )
        )
    )
    # the halo of letters would cover them: the renderer draws it above
    rules += "\n.chart text { stroke: none; }"
    return USED.sub(lambda match: values.get(match.group(1), "inherit"), rules)


def as_pdf(page: str) -> bytes:
    """The page as a PDF that screen readers can follow (PDF/UA). A machine without Pango raises GroundfloorError."""
    try:
        import weasyprint
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError):
        raise GroundfloorError(
            "PDF files cannot be made on this machine",
            expected="WeasyPrint with Pango",
            hint="Print the page from the browser instead.",
        ) from None
    nothing = URLFetcher(allowed_protocols=())  # a brief needs nothing but itself: what it names is never fetched
    coloured = SVG.sub(lambda match: f"{match.group(1)}<style>{colours()}</style>", page)
    styles = [weasyprint.CSS(string=OWN.read_text(encoding="utf-8"))]
    document = weasyprint.HTML(string=coloured, url_fetcher=nothing).render(stylesheets=styles)
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))
