"""Letters by e-mail, where whoever runs the installation has named a server for them."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import override

from groundfloor_web.accounts.models import User

log = logging.getLogger(__name__)
POSTMEN = ThreadPoolExecutor(2, "letters")


def is_configured() -> bool:
    """Whether letters can be sent."""
    return bool(settings.MAIL)


def write(to: User, subject: Any, body: Any) -> None:
    """Send a letter in the reader's language, of texts that are not translated yet; nobody waits for it."""
    with override(to.language):
        post(EmailMessage(" ".join(str(subject).split()), str(body), to=[to.email]))


def post(letter: EmailMessage) -> Future[None]:
    """Have a letter sent beside the work: a slow server keeps nobody, and the time says nothing of who has an account."""
    return POSTMEN.submit(_send, letter)


def _send(letter: EmailMessage) -> None:
    try:
        letter.send()
    except Exception as problem:  # whatever it is, somebody has to know of it
        log.error("A letter could not be sent: %r", problem)
