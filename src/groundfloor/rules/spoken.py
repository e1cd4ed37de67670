"""An explanation in words: one table of phrases a language."""

from __future__ import annotations

import datetime
import math
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from groundfloor.rules.explain import Explanation

LANGUAGES: dict[str, dict[str, str]] = {
    "en": {
        "on": "{label}, on {date}",
        "person": "Person: {facts}.",
        "age": "{value} years old",
        "sex": "{value}",
        "relationship": "{value} in the household",
        "rule": "The rule: {text}",
        "condition": "{text}: {answer}",
        "with": " ({values})",
        "yes": "yes",
        "no": "no",
        "unknown": "not known",
        "limit": "At most {first} per household receive it, the lowest “{by}” first; this person comes after them.",
        "entitled": "Entitled: {amount} {unit}, which is {yearly} a year.",
        "amount_unknown": "Entitled, but the amount cannot be computed for want of data.",
        "not_entitled": "Not entitled.",
        "undecided": "Not decided: something the rule asks for is not known. Unknown does not entitle; the missing facts can be supplied.",
        "parameter": "{name} = {value} {unit} since {start}",
        "no_value": "{name} has no value on this day",
        "source": "Source: {source}",
        "law": "Law: {law}",
        "household": "The benefit is for the household as a whole.",
        "male": "male",
        "female": "female",
        "head": "head",
        "spouse": "spouse",
        "child": "child",
        "grandchild": "grandchild",
        "parent": "parent",
        "sibling": "sibling",
        "other_relative": "other relative",
        "boarder": "boarder",
        "domestic_worker": "domestic worker",
        "other": "other",
        "unit year": "years",
        "LCU/day": "a day",
        "LCU/week": "a week",
        "LCU/month": "a month",
        "LCU/year": "a year",
    },
    "fr": {
        "on": "{label}, au {date}",
        "person": "Personne : {facts}.",
        "age": "{value} ans",
        "sex": "{value}",
        "relationship": "{value} du ménage",
        "rule": "La règle : {text}",
        "condition": "{text} : {answer}",
        "with": " ({values})",
        "yes": "oui",
        "no": "non",
        "unknown": "non connu",
        "limit": "Au plus {first} par ménage la reçoivent, en commençant par « {by} » le plus bas ; cette personne vient après.",
        "entitled": "A droit à {amount} {unit}, soit {yearly} par an.",
        "amount_unknown": "A droit à la prestation, mais son montant ne peut être calculé faute de données.",
        "not_entitled": "N’y a pas droit.",
        "undecided": "Non décidé : un élément demandé par la règle n’est pas connu. L’inconnu n’ouvre pas de droit ; les éléments manquants peuvent être fournis.",
        "parameter": "{name} = {value} {unit} depuis le {start}",
        "no_value": "{name} n’a pas de valeur à cette date",
        "source": "Source : {source}",
        "law": "Loi : {law}",
        "household": "La prestation est due au ménage dans son ensemble.",
        "male": "homme",
        "female": "femme",
        "head": "chef",
        "spouse": "conjoint",
        "child": "enfant",
        "grandchild": "petit-enfant",
        "parent": "parent",
        "sibling": "frère ou sœur",
        "other_relative": "autre parent",
        "boarder": "pensionnaire",
        "domestic_worker": "employé",
        "other": "autre membre",
        "unit year": "ans",
        "LCU/day": "par jour",
        "LCU/week": "par semaine",
        "LCU/month": "par mois",
        "LCU/year": "par an",
    },
}


class Spoken:
    """One language's way of saying an explanation."""

    def __init__(self, lang: str) -> None:
        self.lang, self.phrases = lang, LANGUAGES[lang]

    def say(self, phrase: str, **values: Any) -> str:
        """A phrase with its values filled in."""
        return self.phrases[phrase].format(**values)

    def day(self, date: datetime.date) -> str:
        """A day in the language's way."""
        if self.lang == "fr":
            said = str(format_date(date, "d MMMM y", locale="fr"))
            return said.replace("1 ", "1er ", 1) if date.day == 1 else said
        return str(format_date(date, "d MMMM y", locale="en_GB"))

    def number(self, value: float) -> str:
        """A number in the language's way, with at most two decimals."""
        return str(format_decimal(round(value, 2), locale=self.lang))

    def value(self, value: Any) -> str:
        """A value of any kind; None is said to be unknown."""
        if value is None:
            return self.phrases["unknown"]
        if isinstance(value, bool):
            return self.phrases["yes" if value else "no"]
        return self.number(value) if isinstance(value, float) else self.phrases.get(str(value), str(value))

    def text(self, found: Explanation) -> str:
        """The whole explanation."""
        one = found.programme
        label = one.label.get(self.lang, one.label["en"])
        facts = [self.say(name, value=self.value(value)) for name, value in found.person.items() if value is not None]
        lines = [self.say("on", label=label, date=self.day(found.date))]
        if facts:
            lines.append(self.say("person", facts=", ".join(facts)))
        if one.unit == "household":
            lines.append(self.phrases["household"])
        lines += ["", self.say("rule", text=" ".join(one.texts["eligible"].split()))]
        for condition in found.conditions:
            answer = self.value(condition.answer)
            if condition.values:
                values = ", ".join(f"{name} = {self.value(value)}" for name, value in condition.values.items())
                answer += self.say("with", values=values)
            lines.append("  " * (condition.depth + 1) + self.say("condition", text=condition.text, answer=answer))
        if found.meets_rule and found.eligible is False and one.limit is not None:
            lines.append("  " + self.say("limit", first=one.limit.first, by=one.limit.by))
        lines += ["", self._conclusion(found)]
        for name, value, unit, start, source in found.parameters:
            short = name.partition(".")[2]
            if start is None or math.isnan(value):
                lines.append("  " + self.say("no_value", name=short))
                continue
            day = self.day(start)
            spoken = self.phrases.get(f"unit {unit}", "" if unit == "1" else unit)
            said = self.say("parameter", name=short, value=self.number(value), unit=spoken, start=day).replace(
                "  ", " "
            )
            lines.append("  " + said + (". " + self.say("source", source=source) if source else ""))
        for key in ("law", "source"):
            if one.meta.get(key):
                lines.append(self.say(key, **{key: one.meta[key]}))
        return "\n".join(lines)

    def _conclusion(self, found: Explanation) -> str:
        if found.eligible is None:
            return self.phrases["undecided"]
        if not found.eligible:
            return self.phrases["not_entitled"]
        if math.isnan(found.yearly):
            return self.phrases["amount_unknown"]
        unit = self.phrases[found.programme.amount.type.unit]
        return self.say("entitled", amount=self.number(found.amount), unit=unit, yearly=self.number(found.yearly))
