"""Find the commands by their files, read the arguments, run one, and say what went wrong in a sentence."""

from __future__ import annotations

import argparse
import errno
import importlib
import io
import os
import pkgutil
import sys
from collections.abc import Sequence

from groundfloor.cli import commands
from groundfloor.errors import GroundfloorError

FAILED = 1
USAGE = 2
INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """The argument parser, one subcommand a module of `cli/commands`."""
    top = argparse.ArgumentParser(
        prog="groundfloor",
        description="The working tool of national social protection floors.",
        epilog="Start with: groundfloor demo",
    )
    top.add_argument("--version", action="store_true", help="print the version and stop")
    subcommands = top.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for found in sorted(pkgutil.iter_modules(commands.__path__), key=lambda module: module.name):
        module = importlib.import_module(f"{commands.__name__}.{found.name}")
        first = (module.__doc__ or "").partition("\n")[0]
        sub = subcommands.add_parser(
            found.name,
            help=first,
            description=first,
            epilog=module.EXAMPLE,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(sub)
        sub.set_defaults(execute=module.execute)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0, 1 for a mistake in the input, 2 for wrong usage, 130 when interrupted."""
    _never_fail_for_a_letter()
    top = parser()
    args = top.parse_args(arguments)
    if args.version:
        from groundfloor import __version__

        print(__version__)
        return 0
    if args.command is None:
        top.print_help()
        return USAGE
    try:
        return int(args.execute(args) or 0)
    except GroundfloorError as error:
        print(f"groundfloor: {error}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        return _reader_gone()
    except FileNotFoundError as error:
        print(f"groundfloor: {error.filename}: There is no such file or folder. Check the path.", file=sys.stderr)
        return FAILED
    except OSError as error:
        if error.errno == errno.EINVAL and error.filename is None:
            return _reader_gone()  # how Windows says that a pipe is closed
        named = f"{error.filename}: " if error.filename else ""
        print(f"groundfloor: {named}{error.strerror or error}. Nothing half-written is left.", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("groundfloor: interrupted; nothing half-written is left.", file=sys.stderr)
        return INTERRUPTED


def _never_fail_for_a_letter() -> None:
    """A letter that the terminal's encoding lacks is shown as a question mark instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _reader_gone() -> int:
    """The reader (`| head`) has gone; Python would complain once more when it closes the stream."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
