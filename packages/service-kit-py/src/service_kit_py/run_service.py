"""The life of a service process: start, serve, drain on a signal, end."""

import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI

log = logging.getLogger(__name__)
BACKLOG = 1024
KEEP_ALIVE_S = 65


@dataclass(frozen=True)
class Part:
    """Something that runs beside the HTTP server. `stop` gets the seconds it may take; False: that was too short."""

    name: str
    start: Callable[[], None]
    stop: Callable[[float], bool | None]


def run_service(app: FastAPI, host: str, port: int, grace_seconds: float, parts: Sequence[Part] = ()) -> None:
    """Serves `app` and runs `parts` until SIGTERM or SIGINT; then stops the server, and the parts last to first.

    Exits with 1 if the address is taken, the server ends by itself, or something does not stop in time.
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
        log.info("listening", extra={"address": f"http://{host}:{listener.getsockname()[1]}"})
        while not stopping.wait(1.0) and thread.is_alive():
            pass
    finally:
        is_crash = not stopping.is_set()
        app.state.draining = True
        server.should_exit = True
        deadline = time.monotonic() + grace_seconds
        # Requests first: they need what the parts give.
        if thread.is_alive():
            thread.join(grace_seconds)
        late = ["http"] if thread.is_alive() else []
        late += [part.name for part in reversed(started) if part.stop(max(0.1, deadline - time.monotonic())) is False]
        listener.close()
    if is_crash:
        log.error("the HTTP server ended unexpectedly")
    if late:
        log.error("not everything stopped within the grace", extra={"late": late})
    else:
        log.info("stopped")
    # The interpreter's own exit would wait for threads that are late.
    sys.stdout.flush()
    os._exit(1 if is_crash or late else 0)


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
    """Further signals change nothing: Ctrl-C reaches a whole process group, and its parent signals again."""

    def on_signal(number: int, _frame: object) -> None:
        if not stopping.is_set():
            log.info("stopping", extra={"signal": signal.Signals(number).name})
        stopping.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
