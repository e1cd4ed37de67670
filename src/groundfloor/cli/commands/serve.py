"""Open the workspace of a country in a browser."""

from __future__ import annotations

import argparse

EXAMPLE = "Example:\n  groundfloor serve --demo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to serve, and what to do before."""
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this computer alone)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (default: 8000)")
    parser.add_argument(
        "--processes",
        type=int,
        default=0,
        help="how many processes answer (default: one a core; on Windows always one)",
    )
    parser.add_argument("--threads", type=int, default=8, help="how many requests each answers at once (default: 8)")
    parser.add_argument("--demo", action="store_true", help="fill an empty installation with a workspace of Ghana")
    parser.add_argument(
        "--email", default="admin@example.org", metavar="ADDRESS", help="the address of the first administrator"
    )
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")


def execute(args: argparse.Namespace) -> int:
    """Serve until it is stopped."""
    from importlib import import_module
    from importlib.util import find_spec

    from groundfloor.errors import GroundfloorError

    if find_spec("django") is None or find_spec("groundfloor_web") is None:
        raise GroundfloorError("The workspace is not installed", hint="Install it: pip install 'groundfloor[web]'")
    # the library knows nothing of the workspace: it is looked up by name
    web = import_module("groundfloor_web.serve")
    web.serve(
        web.Serving(
            host=args.host,
            port=args.port,
            threads=args.threads,
            processes=args.processes,
            demo=args.demo,
            browser=not args.no_browser,
            email=args.email,
        )
    )
    return 0
