"""One of several processes that answer at one address: `python -m groundfloor_web.answering THREADS SOCKET...`, started by `serve`."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading


def main() -> None:
    """Answer at sockets that were handed on, until this process is ended or the one that started it is no more."""
    # Ctrl+C reaches every process; the one that started this one decides
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    threading.Thread(target=_end_with_input, daemon=True).start()
    threads, *handed = map(int, sys.argv[1:])
    from groundfloor_web.serve import answer

    answer([socket.socket(fileno=one) for one in handed], threads)


def _end_with_input() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
