"""`groundfloor serve`: makes the database ready, the first administrator and the demo, and opens the workspace in a browser."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import webbrowser
from dataclasses import dataclass
from typing import Any

from groundfloor_web.processes import Kept, bound, count

SETTINGS = "groundfloor_web.config.settings"
BACKLOG = 1024
"""How many browsers may wait to be connected."""


@dataclass(frozen=True)
class Serving:
    """Where to serve, and what to do before."""

    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8
    processes: int = 0
    """How many processes answer; 0: as many as there are cores."""
    demo: bool = False
    browser: bool = True
    email: str = "admin@example.org"


def serve(how: Serving) -> None:
    """Prepare and serve until it is stopped; a worker does what takes long."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    # ended by the system as by Ctrl+C, so that all it has started ends too
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    sockets = bound(how.host, how.port)
    import django

    django.setup()
    prepare(how)
    # from here on a browser waits for an answer instead of being refused
    for one in sockets:
        one.listen(BACKLOG)
    processes = count(how.processes)
    commands = [("groundfloor_web", "work", "--kept")]
    if processes > 1:
        handed = [str(one.fileno()) for one in sockets]
        commands += [("groundfloor_web.answering", str(how.threads), *handed)] * processes
    kept = Kept(commands, sockets)
    address = f"http://{how.host}:{how.port}/"
    print(f"The workspace is at {address} (Ctrl+C stops it).", flush=True)
    if how.browser:
        threading.Timer(1.0, webbrowser.open, [address]).start()
    try:
        if processes > 1:
            kept.watch()
        else:
            threading.Thread(target=kept.watch, daemon=True).start()
            answer(sockets, how.threads)
    except KeyboardInterrupt:
        pass
    finally:
        kept.end()


def answer(sockets: list[socket.socket], threads: int) -> None:
    """Answer at listening sockets in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import waitress

    from groundfloor_web.config.wsgi import application

    waitress.serve(application, **listening(sockets, threads))


def listening(sockets: list[socket.socket], threads: int) -> dict[str, Any]:
    """How the server listens. Only behind a proxy is it believed what the proxy says of who asks, and by HTTPS or not."""
    from django.conf import settings

    found: dict[str, Any] = {"sockets": sockets, "threads": threads, "backlog": BACKLOG, "ident": None}
    # browsers hold several connections open each, most of them idle
    found |= {"connection_limit": 1000, "asyncore_use_poll": True, "max_request_body_size": settings.LARGEST_UPLOAD}
    if settings.BEHIND_PROXY:
        found |= {"trusted_proxy": "*", "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}}
    return found


def prepare(how: Serving) -> None:
    """Bring the database to this version, gather the static files, make the first administrator, and the demo where it is asked for."""
    from django.core.management import call_command
    from django.db import connections

    from groundfloor_web.accounts.models import User
    from groundfloor_web.accounts.opening import first_administrator

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    if not User.objects.exists():
        user, password = first_administrator(how.email, "Administrator")
        print(f"Log in as {user.email} with the password {password}, and change it. It is shown only now.", flush=True)
    if how.demo:
        call_command("demo")
    connections.close_all()
