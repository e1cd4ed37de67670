"""The road map as a calendar that programs subscribe to."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core import signing
from django.utils import timezone
from icalendar import Calendar, Event

from groundfloor_web.core.models import Membership, Workspace
from groundfloor_web.decisions.models import Step
from groundfloor_web.dialogue.models import Meeting

SALT = "decisions.calendar"
HOUR = datetime.timedelta(hours=1)


def key_of(member: Membership) -> str:
    """The secret in the address of a member's calendar; it opens nothing else, and nothing once the membership has ended."""
    return signing.dumps(member.pk, salt=SALT)


def member_of(workspace: Workspace, key: str) -> Membership | None:
    """Whose calendar it is."""
    try:
        pk = signing.loads(key, salt=SALT)
    except signing.BadSignature:
        return None
    return Membership.objects.of(workspace).standing().filter(pk=pk, user__is_active=True).first()


def calendar(name: str, steps: Iterable[Step], meetings: Iterable[Meeting], host: str) -> bytes:
    """Steps as whole days from begin to end, meetings as hours, each with an identity that stays when it changes."""
    found = Calendar()
    found.add("prodid", "-//Groundfloor//Road map//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", name)
    for step in steps:
        event = _event(f"step-{step.pk}@{host}", str(step), step.version)
        event.add("dtstart", step.begins)
        event.add("dtend", step.ends + datetime.timedelta(days=1))
        event.add("description", str(step.measure))
        found.add_component(event)
    for meeting in meetings:
        event = _event(f"meeting-{meeting.pk}@{host}", str(meeting), meeting.version)
        event.add("dtstart", meeting.on)
        event.add("dtend", meeting.on + HOUR)
        event.add("location", meeting.place)
        found.add_component(event)
    return bytes(found.to_ical())


def _event(identity: str, title: str, version: int) -> Event:
    event = Event()
    event.add("uid", identity)
    event.add("summary", title)
    event.add("sequence", version)
    event.add("dtstamp", timezone.now())
    return event
