"""One of several processes that answer at one address: `python -m groundfloor_web.answering THREADS SOCKET...`, started by `serve`."""

from __future__ import annotations

import signal
import socket
import sys

from groundfloor_web.processes import end_with_starter
from groundfloor_web.serve import answer


def main() -> None:
    """Answer at sockets that were handed on, until this process is ended or the one that started it is no more."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    end_with_starter()
    threads, *handed = map(int, sys.argv[1:])
    answer([socket.socket(fileno=one) for one in handed], threads)


if __name__ == "__main__":
    main()
