"""Letters by e-mail, where whoever runs the installation has named a server for them."""

from __future__ import annotations

import logging
import threading
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import override

from groundfloor_web.accounts.models import User

log = logging.getLogger(__name__)


def is_configured() -> bool:
    """Whether letters can be sent."""
    return bool(settings.MAIL)


def write(to: User, subject: Any, body: Any) -> None:
    """Send a letter in the reader's language, of texts that are not translated yet; nobody waits for it."""
    with override(to.language):
        post(EmailMessage(" ".join(str(subject).split()), str(body), to=[to.email]))


def post(letter: EmailMessage) -> threading.Thread:
    """Send a letter in a thread of its own: a slow server keeps nobody, and the time says nothing of who has an account."""
    sending = threading.Thread(target=_send, args=(letter,), name="letter")
    sending.start()
    return sending


def _send(letter: EmailMessage) -> None:
    try:
        letter.send()
    except (SMTPException, OSError) as problem:
        log.error("A letter could not be sent: %s", problem)
