"""Processes that serve one workspace together: kept running, and ended together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence

from groundfloor.errors import GroundfloorError

PAUSE = 1.0
"""Seconds between two looks at whether all are running, and so before one that has died is started anew."""
PATIENCE = 15.0
"""Seconds that processes have to finish what they are doing when they are ended."""
MOST = 8
"""How many processes answer where nothing is said, however many cores there are: each takes memory."""


class Kept:
    """Programs that run until `end`; one that dies before is started anew. All of them are handed the same listening sockets."""

    def __init__(self, commands: Sequence[Sequence[str]], sockets: Sequence[socket.socket] = ()) -> None:
        self._commands = commands
        self._handed = [one.fileno() for one in sockets]
        self._lock, self._ended = threading.Lock(), threading.Event()
        self._processes = [self._start(command) for command in commands]

    def _start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        # Ctrl+C reaches this process alone, which then ends the others in order; see also `end_with_starter`
        posix = os.name == "posix"
        return subprocess.Popen(  # noqa: S603 - our own programs
            [sys.executable, "-m", *command],
            stdin=subprocess.PIPE,
            pass_fds=self._handed if posix else (),
            process_group=0 if posix else None,
        )

    def watch(self) -> None:
        """Start anew what has died, until all are ended."""
        while not self._ended.wait(PAUSE):
            with self._lock:
                for place, process in enumerate(self._processes):
                    if process.poll() is None or self._ended.is_set():
                        continue
                    command = self._commands[place]
                    said = f"{' '.join(command)} has ended ({process.returncode}) and is started anew."
                    print(said, file=sys.stderr, flush=True)
                    self._close(process)
                    self._processes[place] = self._start(command)

    def end(self) -> None:
        """End all of them and wait until they are gone; who does not go is killed."""
        with self._lock:
            self._ended.set()
        for one in self._processes:
            one.terminate()
        for one in self._processes:
            try:
                one.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()
            self._close(one)

    @staticmethod
    def _close(process: subprocess.Popen[bytes]) -> None:
        if process.stdin is not None:
            process.stdin.close()


def end_with_starter() -> None:
    """Have this process end when the one that keeps it running is no more, however that one ended."""

    def wait() -> None:
        # the other end of the pipe is closed by the system
        while os.read(sys.stdin.fileno(), 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


def count(wanted: int = 0) -> int:
    """How many processes answer: those wanted, else one a core; one alone where a listening socket cannot be handed on."""
    if os.name != "posix":
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return wanted if wanted > 0 else min(cores, MOST)


def bound(host: str, port: int) -> list[socket.socket]:
    """Sockets on every address that a name stands for, which do not listen yet. A port that is in use raises GroundfloorError."""
    found: list[socket.socket] = []
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _name, address in dict.fromkeys(addresses):
            one = socket.socket(family, kind, protocol)
            found.append(one)
            if os.name == "posix":
                # what a server that has ended leaves behind for a minute does not count
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.bind(address)
    except OSError as error:
        for one in found:
            one.close()
        raise GroundfloorError(
            f"Cannot serve at {host}, port {port}: {error.strerror or error}",
            hint=f"Is the workspace, or another program, running there already? End it, or choose another port: --port {port + 1}",
        ) from None
    return found
