"""What a programme gives one person and why, in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from groundfloor.rules.messages import Messages
from groundfloor.rules.operations import Value
from groundfloor.rules.phrases import Phrases
from groundfloor.rules.programme import Floor
from groundfloor.rules.reading import Members, Reading, Term, aggregates
from groundfloor.rules.reasons import against, lacking
from groundfloor.rules.steps import (
    Amount,
    AmountTest,
    Conclusion,
    Condition,
    ForBirth,
    ForHousehold,
    Given,
    Law,
    ParameterUsed,
    Rank,
    Rule,
    Step,
    Who,
    steps,
)
from groundfloor.rules.tree import Household, Literal_, Parameter, Variable
from groundfloor.survey.frame import Survey

INDENT = "  "


def explain(
    floor: Floor,
    survey: Survey,
    programme: str,
    row: int,
    day: datetime.date,
    lang: str = "en",
    *,
    currency: str = "LCU",
) -> str:
    """What `programme` gives the person in `row` (from 0) of `survey` on `day`, and why, as a text of several lines.

    It holds the rule, every condition with its values, the dated parameters with their sources, the conclusion, the amount and the
    law; no identifiers. `lang` is one of `messages.languages()`, `currency` the word for LCU. Everybody entitled is taken to come
    forward. Raises GroundfloorError as `steps` does, and for an unknown language.

    >>> from groundfloor.rules.load import floor_of
    >>> from groundfloor.rules.household import household
    >>> floor = floor_of([{"programme": "child_grant", "label": {"en": "Child grant"}, "guarantee": "children",
    ...     "function": "family_child", "status": "proposed", "unit": "person", "eligible": "age < 5", "amount": "grant",
    ...     "parameters": {"grant": {"unit": "LCU/month", "values": {datetime.date(2026, 1, 1): 75}}}}])
    >>> family = household([{"age": 7}], floor)
    >>> print(explain(floor, family, "child_grant", 0, datetime.date(2026, 7, 1)).replace("\\xa0", " "))
    Child grant, on 1 July 2026
    Person: 7 years old.
    The rule: age < 5
      age 7 < 5: no
      grant: 75 LCU a month since 1 January 2026
    Not entitled:
      age is 7, while the rule asks for less than 5
    """
    messages = Messages(lang)
    found = steps(floor, survey, programme, row, day)
    one = floor.programmes[programme]
    phrases = Phrases(messages, floor, currency)
    title = messages.text("title", label=phrases.label(one.label, one.name), date=messages.date(day))
    return "\n".join([title, *spoken(found, phrases)])


def spoken(found: Sequence[Step], phrases: Phrases) -> Iterator[str]:
    """The lines of the steps in the language of `phrases`."""
    messages = phrases.messages
    terms = [step.term for step in found if isinstance(step, Condition)]
    tests = [step.term for step in found if isinstance(step, AmountTest)]
    on_household = any(isinstance(step, ForHousehold) for step in found)
    for i, step in enumerate(found):
        match step:
            case Who(facts=facts):
                yield _who(facts, phrases)
            case ForHousehold(has_head=has_head):
                yield messages.text("for_head" if has_head else "for_first")
            case ForBirth():
                yield messages.text("for_birth")
            case Rule(text=text):
                yield messages.text("rule", text=text)
            case Condition(term=term):
                yield from _condition(term, terms, phrases)
            case ParameterUsed():
                yield INDENT + _parameter(step, phrases)
            case Rank(limit=limit, rank=rank, entitled=entitled):
                by = phrases.variable(limit.by)
                yield INDENT + messages.text("limit", first=limit.first, by=by, rank=rank, entitled=entitled)
            case Conclusion():
                yield from _conclusion(step, phrases)
            case AmountTest(term=term):
                if not isinstance(found[i - 1], AmountTest):
                    yield messages.text("amount_by")
                yield from _condition(term, tests, phrases)
            case Amount():
                yield from _amount(step, phrases, on_household=on_household)
            case Given(form=form):
                yield messages.text("given", form=phrases.form(form))
            case Law(entries=entries):
                for key, entry in entries.items():
                    text = phrases.label(entry, key) if isinstance(entry, Mapping) else str(entry)
                    yield messages.text(key, text=text)


def _who(facts: Mapping[str, Value], phrases: Phrases) -> str:
    said = []
    for name, value in facts.items():
        if value is None:
            continue
        if isinstance(value, float):
            said.append(phrases.messages.text("facts", name, count=value, value=phrases.value(value)))
        else:
            said.append(str(phrases.messages.entry("facts", name, str(value)) or value))
    return phrases.messages.text("person", facts=", ".join(said)) if said else phrases.messages.text("nobody")


def _condition(term: Term, beside: Sequence[Term], phrases: Phrases) -> Iterator[str]:
    """A condition and, below it, over whom its household's figures went."""
    messages = phrases.messages
    indent = INDENT * (term.depth + 1)
    if term.group is not None:
        text = messages.text("group", f"not_{term.group}" if term.negated else term.group)
    else:
        text = phrases.phrase(term.reading.node, term.reading)
    line = messages.text("condition", text=text, answer=phrases.value(term.answer))
    leaves = [one for one in beside if one.group is None]
    # when every condition had a say, saying so of each would say nothing
    if term.group is None and term.decided and not all(one.decided for one in leaves):
        line = messages.text("left_open" if term.answer is None else "decides", line=line)
    yield indent + line
    if term.group is None:
        for reading, members in aggregates(term.reading):
            yield indent + INDENT + _members(reading, members, phrases)


def _members(reading: Reading, members: Members, phrases: Phrases) -> str:
    of_words = isinstance(reading.node, Household) and reading.node.name in ("count", "any", "all")
    return phrases.messages.text(
        "members",
        "true" if of_words else "known",
        count=members.size,
        size=members.size,
        true=members.true,
        false=members.known - members.true,
        known=members.known,
        unknown=members.size - members.known,
    )


def _parameter(step: ParameterUsed, phrases: Phrases) -> str:
    messages, one, dated = phrases.messages, step.parameter, step.dated
    name = phrases.label(one.label, one.name.partition(".")[2])
    if dated is None:
        return messages.text("no_value", name=name)
    value = phrases.quantity(dated.value, one.unit)
    line = messages.text("parameter", name=name, value=value, date=messages.date(dated.start))
    source = dated.source or one.source
    return messages.text("source_of", line=line, source=source) if source else line


def _conclusion(step: Conclusion, phrases: Phrases) -> Iterator[str]:
    word = {True: "entitled", False: "not_entitled", None: "undecided"}[step.entitled]
    yield phrases.messages.text(f"household_{word}" if step.household else word)
    reasons = [against(term, phrases) for term in step.against]
    reasons += [lacking(one, phrases, on_household=step.household) for one in step.unknown]
    if step.beyond_limit:
        reasons.append(phrases.messages.text("beyond_limit"))
    for reason in dict.fromkeys(reasons):
        yield INDENT + reason
    if step.unknown:
        yield phrases.messages.text("unknown_later")


def _amount(step: Amount, phrases: Phrases, *, on_household: bool) -> Iterator[str]:
    messages, node = phrases.messages, step.reading.node
    if step.amount is None or step.yearly is None:
        yield messages.text("amount_unknown")
        for one in step.unknown:
            yield INDENT + lacking(one, phrases, on_household=on_household)
        return
    plain = isinstance(node, Variable | Parameter | Literal_)
    text = phrases.name(node) if plain else phrases.phrase(node, step.reading)
    due, yearly = phrases.quantity(step.amount, step.unit), phrases.quantity(step.yearly, "LCU/year")
    key = {"LCU": "amount_once", "LCU/year": "amount"}.get(step.unit, "amount_yearly")
    yield messages.text(key, text=text, due=due, yearly=yearly)
