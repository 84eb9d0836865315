"""The life of a service process: start, serve, drain on a signal, end."""

import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI

log = logging.getLogger(__name__)
BACKLOG = 1024
KEEP_ALIVE_S = 65


@dataclass(frozen=True)
class Part:
    """Something that runs beside the HTTP server. `stop` gets the seconds it may take."""

    name: str
    start: Callable[[], None]
    stop: Callable[[float], object]


def run_service(app: FastAPI, host: str, port: int, grace_seconds: float, parts: Sequence[Part] = ()) -> None:
    """Serves `app` and runs `parts` until SIGTERM or SIGINT; then stops in reverse order, server first.

    A second signal ends the process at once. Exits with 1 if the address is taken.
    """
    stopping = threading.Event()
    _stop_on_signals(stopping)
    try:
        listener = socket.create_server((host, port), backlog=BACKLOG)
    except OSError as error:
        log.error("the address can't be used: %s", error, extra={"host": host, "port": port})
        sys.exit(1)
    server = _Server(app, grace_seconds)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="http", daemon=True)
    started: list[Part] = []
    try:
        for part in parts:
            part.start()
            started.append(part)
        thread.start()
        log.info("listening", extra={"host": host, "port": listener.getsockname()[1]})
        while not stopping.wait(1.0):
            if not thread.is_alive():
                log.error("the HTTP server ended unexpectedly")
                sys.exit(1)
    finally:
        app.state.draining = True
        server.should_exit = True
        for part in reversed(started):
            part.stop(grace_seconds)
        if thread.is_alive():
            thread.join(grace_seconds)
        listener.close()
        log.info("stopped")


class _Server(uvicorn.Server):
    def __init__(self, app: FastAPI, grace_seconds: float) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_keep_alive=KEEP_ALIVE_S,
                timeout_graceful_shutdown=max(1, round(grace_seconds)),
                limit_concurrency=1000,
                ws="none",
                lifespan="off",
            )
        )


def _stop_on_signals(stopping: threading.Event) -> None:
    def on_signal(number: int, _frame: object) -> None:
        if stopping.is_set():
            # The default action ends the process.
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        stopping.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
