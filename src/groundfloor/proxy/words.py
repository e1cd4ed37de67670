"""A proxy means test in words: what it does, said in sentences of a language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from groundfloor.measures.design import ALL
from groundfloor.proxy.assess import ProxyMeans
from groundfloor.report.language import Language, flat, messages_of

MESSAGES = Path(__file__).parent / "messages"
PREFIX = "pmt."
FIFTH = 0.2
HELD_OUT, FITTED = "cross_validated", "in_sample"


@cache
def language(code: str) -> Language:
    """The language of reports with the words on proxy means tests; one there is none of raises GroundfloorError.

    >>> language("fr").text("pmt.heading.decile")
    'Dixième'
    """
    known = messages_of(code)
    own = yaml.safe_load((MESSAGES / f"{code}.yaml").read_text(encoding="utf-8"))
    return Language(code, {**known, **flat(own, PREFIX)})


class Told:
    """What there is to say about a test in one language; amounts are in `currency`."""

    def __init__(self, test: ProxyMeans, say: Language, currency: str = "LCU") -> None:
        self.test, self.say, self.currency = test, say, currency

    def text(self, key: str, **values: object) -> str:
        """A message on proxy means tests."""
        return self.say.text(PREFIX + key, **values)

    @property
    def target(self) -> str:
        """Who is meant."""
        target = self.test.target
        if target.line is not None:
            return self.text("target.line", line=target.line)
        if target.share == FIFTH:
            return self.text("target.poorest_fifth")
        return self.text("target.poorest", share=self.say.percent(target.share, 0))

    def label(self, way: str) -> str:
        """A way of choosing; one of the user's own is called by its name."""
        return self.text(f"way.{way}") if self.say.has(f"{PREFIX}way.{way}") else self.say.words(None, way)

    def money(self, value: float | None) -> str:
        """An amount in LCU."""
        return self.say.money(value, self.currency)

    def headline(self) -> str:
        """Whom the test leaves out."""
        return self._of_hundred("excluded", "exclusion_error")

    def _of_hundred(self, key: str, measure: str) -> str:
        found = [
            self.test.value("errors", column, sample=HELD_OUT, measure=measure) for column in ("value", "low", "high")
        ]
        value, low, high = (None if one is None else self.say.number(100 * one) for one in found)
        if value is None:
            value = self.say.number(None)
        if low is None or high is None:
            return self.text(f"sentence.{key}_plain", target=self.target, value=value)
        return self.text(f"sentence.{key}", target=self.target, value=value, low=low, high=high)

    def sentences(self) -> Iterator[str]:
        """The findings, the most important first."""
        test, say = self.test, self.say
        yield self.headline()
        yield self._of_hundred("included", "inclusion_error")
        seeming = test.value("errors", sample=FITTED, measure="exclusion_error")
        yield self.text("sentence.held_out", excluded=say.number(None if seeming is None else 100 * seeming))
        cutoff = say.number(test.cutoff) if test.settings.points else say.significant(test.cutoff, 6)
        yield self.text("sentence.quota", quota=say.percent(test.quota), cutoff=cutoff)
        measure, key = ("pseudo_r2", "fit_quantile") if test.settings.method == "quantile" else ("r2", "fit")
        shares = [test.value("fit", area=ALL, measure=measure, sample=sample) for sample in (FITTED, HELD_OUT)]
        yield self.text(f"sentence.{key}", r2=say.percent(shares[0], 0), tried=say.percent(shares[1], 0))
        yield from self.on_money()

    def on_money(self) -> Iterator[str]:
        """What the budget does."""
        cost = self.test.value
        benefit = cost("costs", measure="benefit_lcu")
        if benefit is None:
            yield self.text("sentence.no_ways")
            return
        yield self.text(
            "sentence.costs",
            target=self.target,
            budget=self.money(self.test.budget.total),
            benefit=self.money(benefit),
            leaked=self.money(cost("costs", measure="included_lcu")),
        )
        before, left = (self.money(cost("costs", measure=name)) for name in ("gap_before_lcu", "gap_left_lcu"))
        yield self.text("sentence.gap", target=self.target, before=before, left=left)
        closed = {way: self.say.percent(self.closed(way), 0) for way in ("pmt", "universal", "perfect")}
        yield self.text("sentence.gap_ways", target=self.target, **closed)

    def closed(self, way: str, column: str = "value") -> float | None:
        """The share of the gap to the target's threshold that a way closes; with `column` an end of its interval."""
        return self.test.value("comparison", column, way=way, measure="gap_closed")

    def basis(self) -> Iterator[str]:
        """What the figures rest on, and what was left out."""
        test = self.test
        key = "method.below" if test.target.line is not None else "method.threshold"
        share, threshold = self.say.percent(test.share), self.money(test.threshold)
        yield self.text(key, target=self.target, threshold=threshold, share=share)
        yield self.text(f"method.{test.settings.weights}")
        yield self.text("method.held_out", folds=self.say.number(test.folds))
        yield self.text("method.design")
        for note in test.notes:
            counted = {key: value for key, value in note.values.items() if key != "count"}
            count = note.values.get("count")
            if isinstance(count, int):
                yield self._counted(note.key, count, counted)
            else:
                yield self.text(f"note.{note.key}", **counted)

    def _counted(self, key: str, count: int, values: dict[str, str | int]) -> str:
        """The plural form is chosen by the number, which is then written as the language writes it."""
        form = self.say._form(f"{PREFIX}note.{key}", {"count": count})
        return form.format(count=self.say.number(count), **values)
