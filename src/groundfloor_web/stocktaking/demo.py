"""Ghana as the country pack knows it, and a matrix that invented people have written from it."""

from __future__ import annotations

from groundfloor_web.demo.cast import Cast
from groundfloor_web.stakeholders.models import Organisation
from groundfloor_web.stocktaking import actions, pack
from groundfloor_web.stocktaking.data import words_of
from groundfloor_web.stocktaking.models import Area, Gap, MatrixRow, Scheme

MARK = "Demonstration (gha)"


def fill(cast: Cast) -> None:
    """Schemes and coverage from the pack, gaps, the matrix, recommendations, judgements, a measure in a crisis, and the gaps to compute."""
    names = [one.name for one in pack.new_schemes(cast.workspace)[0]]
    cast.do("esi", actions.TakeOverSchemes, chosen=names)
    series = dict.fromkeys(one["series"] for one in pack.new_indicators(cast.workspace)[0])
    cast.do("esi", actions.TakeOverIndicators, chosen=list(series))
    schemes = {one.pack_scheme: one for one in Scheme.objects.of(cast.workspace)}
    _complete(cast, schemes)
    rows = {one.guarantee: one for one in MatrixRow.objects.of(cast.workspace)}
    said = words_of("demo")
    gaps: dict[str, Gap] = {name: cast.do("lena", actions.AddGap, **values) for name, values in said["gaps"].items()}
    links = {"scheme": schemes, "gap": gaps}
    for one in said["entries"]:
        linked = {name: links[name][one[name]] for name in links if name in one}
        given = {"column": one["column"], "text": one["text"], "source": MARK}
        cast.do(one["who"], actions.AddEntry, row=rows[one["guarantee"]], **given, **linked)
    for one in said["recommendations"]:
        answers = [gaps[name] for name in one["answers"]]
        given = {name: one[name] for name in ("text", "kind", "priority")} | {"answers": answers, "source": MARK}
        cast.do(one["who"], actions.AddRecommendation, row=rows[one["guarantee"]], **given)
    _judge(cast)
    cast.do(
        "adjoa",
        actions.AddCrisisMeasure,
        crisis={"en": "COVID-19", "fr": "COVID-19"},
        measure={
            "en": "Additional payment to LEAP households (demonstration: figures are invented)",
            "fr": "Versement supplémentaire aux ménages du LEAP (démonstration : chiffres inventés)",
        },
        status="existing",
        begins="2020-05-01",
        ends="2020-12-31",
        reached=1500000,
        cost=100000000,
        cost_year=2020,
        source="Demonstration",
    )
    cast.do("esi", actions.ComputeGaps)


def _complete(cast: Cast, schemes: dict[str, Scheme]) -> None:
    """What the pack does not say of some schemes."""
    bodies = {one.acronym: one for one in Organisation.objects.of(cast.workspace)}
    for name, values in words_of("demo")["further"].items():
        scheme = schemes[name]
        standing = {key: value for key, value in scheme.snapshot().items() if value is not None}
        given = standing | values | {"responsible": bodies[str(values["responsible"])].pk}
        cast.do("esi", actions.ChangeScheme, scheme, **given)


def _judge(cast: Cast) -> None:
    areas = {one.key: one for one in Area.objects.of(cast.workspace)}
    for one in words_of("demo")["judgements"]:
        given = {"level": one["level"], "evidence": one["evidence"], "on": cast.on(one["days"])}
        cast.do(one["who"], actions.Judge, area=areas[one["area"]], assessor=cast.member(one["who"]), **given)
