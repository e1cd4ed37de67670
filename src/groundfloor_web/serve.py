"""`groundfloor serve`: makes the database ready, the first administrator and the demo, and opens the workspace in a browser."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import webbrowser
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Serving:
    """Where to serve, and what to do before."""

    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8
    demo: bool = False
    browser: bool = True
    email: str = "admin@example.org"


def serve(how: Serving) -> None:
    """Prepare and serve until it is stopped; a worker does what takes long."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundfloor_web.config.settings")
    import django

    django.setup()
    prepare(how)
    worker = subprocess.Popen([sys.executable, "-m", "groundfloor_web", "work"])
    address = f"http://{how.host}:{how.port}/"
    print(f"The workspace is at {address} (Ctrl+C stops it).", flush=True)
    if how.browser:
        threading.Timer(1.0, webbrowser.open, [address]).start()
    # ended by the system as by Ctrl+C, so that the worker ends too
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        import waitress

        from groundfloor_web.config.wsgi import application

        waitress.serve(application, **listening(how))
    finally:
        worker.terminate()
        worker.wait()


def listening(how: Serving) -> dict[str, Any]:
    """How the server listens. Only behind a proxy is it believed what the proxy says of who asks, and by HTTPS or not."""
    from django.conf import settings

    found: dict[str, Any] = {"host": how.host, "port": how.port, "threads": how.threads, "ident": None}
    # browsers hold several connections open each, most of them idle
    found |= {"connection_limit": 1000, "asyncore_use_poll": True, "max_request_body_size": settings.LARGEST_UPLOAD}
    if settings.BEHIND_PROXY:
        found |= {"trusted_proxy": "*", "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}}
    return found


def prepare(how: Serving) -> None:
    """Bring the database to this version, gather the static files, make the first administrator, and the demo where it is asked for."""
    from django.core.management import call_command

    from groundfloor_web.accounts.models import User
    from groundfloor_web.accounts.opening import first_administrator

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    if not User.objects.exists():
        user, password = first_administrator(how.email, "Administrator")
        print(f"Log in as {user.email} with the password {password}, and change it. It is shown only now.", flush=True)
    if how.demo:
        call_command("demo")
