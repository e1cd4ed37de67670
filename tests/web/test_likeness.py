"""What may say the same: alike by its words in any script, found among many, shown to the secretariat, answered at once, never merged."""

from __future__ import annotations

import datetime
import random
import unicodedata
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.web import making
from tests.web.test_dialogue import Table, table

from groundfloor_web.consultation.actions import Consult, ModerateTogether, Publish, Write
from groundfloor_web.consultation.models import Comment
from groundfloor_web.core.actions import Invalid, NotAllowed, perform
from groundfloor_web.core.models import Entry
from groundfloor_web.core.roles import Role
from groundfloor_web.dialogue import actions
from groundfloor_web.dialogue.likeness import THRESHOLD, alike, neighbours, pairs, pieces, words_of
from groundfloor_web.dialogue.models import Input

__all__ = ["table"]
LETTERS = st.text(st.characters(categories=("L", "N", "P", "Zs", "Mn")), max_size=60)
SAME = [
    ("Children in the north cannot wait.", "The children of the north cannot wait!"),
    (
        "Une allocation universelle atteint les enfants des travailleurs informels.",
        "Une allocation universelle atteindrait aussi les enfants des travailleurs informels",
    ),
    ("يجب أن تصل الإعانة إلى كل طفل", "يجبُ أنْ تَصِلَ الاعانه إلى كلّ طفل"),
    ("O dinheiro tem de chegar em duas semanas.", "O dinheiro deve chegar em duas semanas"),
    ("เด็กทุกคนต้องได้รับเงิน", "เด็กทุกคนควรได้รับเงิน"),
]
OTHER = [
    ("A universal grant reaches the children of informal workers.", "From which revenue is the first year paid?"),
    ("The grant is paid by mobile money.", "The grant is for children under five."),
    ("يجب أن تصل الإعانة إلى كل طفل", "من أين تأتي الأموال في السنة الأولى؟"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_says_nearly_the_same_is_found(one: str, other: str) -> None:
    assert alike(pieces(one), pieces(other)) >= THRESHOLD


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_what_says_something_else_is_not(one: str, other: str) -> None:
    assert alike(pieces(one), pieces(other)) < THRESHOLD


@given(LETTERS, LETTERS)
def test_likeness_goes_both_ways_and_is_a_share(one: str, other: str) -> None:
    how = alike(pieces(one), pieces(other))
    assert how == alike(pieces(other), pieces(one))
    assert 0 <= how <= 1


@given(LETTERS)
def test_a_text_is_like_itself(text: str) -> None:
    assert alike(pieces(text), pieces(text)) == (1.0 if words_of(text) else 0.0)


CASED = st.text(st.sampled_from("abcdeéèçñøşßÀÉÖабвгдёάέίαβγأبتإآدهـ 0123456789"), max_size=60)


@given(CASED, st.sampled_from([" ", ", ", " – ", ". ", "! ", " « "]))
def test_case_accents_and_punctuation_make_no_difference(text: str, between: str) -> None:
    bare = "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
    for changed in (
        text.upper(),
        text.lower(),
        bare,
        unicodedata.normalize("NFC", text),
        between.join(text.split(" ")),
    ):
        assert words_of(changed) == words_of(text), changed
    assert pieces(f"{between}{text}{between}") == pieces(text)


@given(
    st.lists(st.lists(st.sampled_from("abcdef"), max_size=6).map(" ".join), max_size=12),
    st.sampled_from([0.3, 0.5, 0.8, 1.0]),
)
def test_no_pair_is_missed_and_none_made_up(texts: list[str], threshold: float) -> None:
    known = {number: pieces(text) for number, text in enumerate(texts)}
    expected = {
        (one, other): alike(known[one], known[other])
        for one in known
        for other in known
        if one < other and alike(known[one], known[other]) >= threshold
    }
    assert pairs(known, threshold) == expected


def test_among_five_thousand_texts_the_planted_ones_are_found() -> None:
    draw = random.Random(1)  # noqa: S311 - the same texts each time
    vocabulary = [f"word{number}" for number in range(3000)]
    often = [1 / (place + 1) for place in range(3000)]  # as words of a language are
    texts = [draw.choices(vocabulary, often, k=draw.choice([8, 15, 25, 40, 80])) for _text in range(4900)]
    planted = range(4900, 5000)
    for number in planted:
        copied = list(texts[number - 4900])
        copied[draw.randrange(len(copied))] = "another"
        texts.append(copied)
    found = pairs({number: pieces(" ".join(text)) for number, text in enumerate(texts)})
    assert {(number - 4900, number) for number in planted} <= set(found)


def test_texts_in_several_languages_are_alike_in_any() -> None:
    found = neighbours(
        {
            "a": ["Pay it each month", "Payez-la chaque mois"],
            "b": ["Something else entirely", "payez la chaque mois !"],
            "c": ["Nothing of this"],
        }
    )
    assert found == {"a": ["b"], "b": ["a"]}


def client_of(somebody: Any) -> Client:
    client = Client()
    client.force_login(somebody.user)
    return client


@pytest.fixture
def said(table: Table) -> list[Any]:
    texts = (
        ("workers", "The money must come within two weeks of the alert."),
        ("civil_society", "The money must come within two weeks of an alert!"),
        ("government", "From which revenue?"),
    )
    return [table.say(who, who, text={"en": text}) for who, text in texts]


def test_the_secretariat_sees_it_beside_each_and_others_do_not(table: Table, said: list[Any]) -> None:
    page = client_of(table.secretary).get(table.item.get_absolute_url()).content.decode()
    assert page.count("May say the same as") == 2
    for one in said[:2]:
        assert f'<a href="#input-{one.pk}">' in page
    assert f'<a href="#input-{said[2].pk}">' not in page
    assert (
        "May say the same as"
        not in client_of(table.people["workers"]).get(table.item.get_absolute_url()).content.decode()
    )


def test_one_answer_is_given_to_several_and_each_keeps_its_words_and_its_name(table: Table, said: list[Any]) -> None:
    before = [(one.text, one.seat_id) for one in said]
    answer = {"disposition": "accepted", "reason": {"en": "Within ten days"}, "others": [said[1].pk]}
    perform(actions.AnswerTogether, table.secretary, answer, said[0])
    standing = list(Input.objects.order_by("pk"))
    assert [one.disposition for one in standing] == ["accepted", "accepted", "waiting"]
    assert [(one.text, one.seat_id) for one in standing] == before
    lines = Entry.objects.filter(action="dialogue.answer_together")
    assert {(line.target, line.before["disposition"], line.after["disposition"]) for line in lines} == {
        (str(one.pk), "waiting", "accepted") for one in said[:2]
    }
    # nothing like it waits any more
    with pytest.raises(NotAllowed):
        perform(actions.AnswerTogether, table.secretary, answer, said[0])


def test_what_is_not_alike_is_not_answered_with_it(table: Table, said: list[Any]) -> None:
    answer = {"disposition": "accepted", "reason": {"en": "x"}}
    with pytest.raises(Invalid) as refused:
        perform(actions.AnswerTogether, table.secretary, answer | {"others": [said[2].pk]}, said[0])
    assert "others" in refused.value.form.errors
    with pytest.raises(NotAllowed):
        perform(actions.AnswerTogether, table.secretary, answer | {"others": [said[0].pk]}, said[2])
    assert not Input.objects.exclude(disposition="waiting").exists()


def test_what_is_entered_at_once_is_looked_at_too(table: Table, said: list[Any]) -> None:
    lines = "government; supports; The money must come within two weeks of the alert"
    one = perform(actions.EnterInputs, table.secretary, {"item": table.item.pk, "offline": "Tamale", "lines": lines})
    page = client_of(table.secretary).get(table.item.get_absolute_url()).content.decode()
    assert page.count("May say the same as") == 3
    assert page.count(f'href="#input-{one.pk}"') == 2


def test_comments_are_shown_beside_comments_and_inputs_and_decided_on_together(table: Table, said: list[Any]) -> None:
    today = timezone.localdate()
    words = {"title": {"en": "A question"}, "question": {"en": "What?"}, "rules": {"en": "No insults."}}
    open_ = {"opens": today.isoformat(), "closes": (today + datetime.timedelta(days=5)).isoformat()}
    asked = perform(Consult, table.secretary, {"item": table.item.pk} | words | open_)
    member = making.actor(table.round.workspace, Role.OBSERVER)
    written = [
        perform(Write, member, {"consultation": asked.pk, "name": name, "stance": "for", "text": text})
        for name, text in (
            ("Akua", "The money must come within two weeks of the alert"),
            ("Yaa", "The money must come within two weeks of each alert"),
            ("Kojo", "School meals matter more to us."),
        )
    ]
    page = client_of(table.secretary).get("/gha/consultation/moderation/").content.decode()
    assert page.count("May say the same as") == 2
    assert page.count(f"{table.item.get_absolute_url()}#input-{said[0].pk}") == 2
    decision = {"decision": "declined", "others": [written[1].pk]}
    with pytest.raises(Invalid) as refused:
        perform(ModerateTogether, table.secretary, decision, written[0])
    assert "reason" in refused.value.form.errors
    perform(ModerateTogether, table.secretary, {"decision": "published", "others": [written[1].pk]}, written[0])
    assert [one.state for one in Comment.objects.order_by("pk")] == ["published", "published", "waiting"]
    assert [one.name for one in Comment.objects.order_by("pk")] == ["Akua", "Yaa", "Kojo"]
    assert Entry.objects.filter(action="consultation.moderate_together").count() == 2
    perform(Publish, table.secretary, {}, written[2])
