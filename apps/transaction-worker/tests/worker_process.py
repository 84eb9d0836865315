import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

START_TIMEOUT_S = 30


class WorkerProcess:
    """A transaction-worker as production runs it. `log` holds its lines so far."""

    def __init__(self, process: "subprocess.Popen[str]", log_path: Path) -> None:
        self.process = process
        self._log_path = log_path

    @property
    def log(self) -> list[dict[str, Any]]:
        lines = self._log_path.read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    @property
    def address(self) -> str:
        end = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < end:
            for line in self.log:
                if line["message"] == "listening":
                    return str(line["address"])
            assert self.process.poll() is None, self._log_path.read_text()
            time.sleep(0.02)
        raise TimeoutError(self._log_path.read_text())

    def get(self, path: str) -> str:
        with urlopen(self.address + path, timeout=5) as answer:
            text: str = answer.read().decode()
        return text


@contextmanager
def running_worker(environment: dict[str, str], folder: Path, crash_at: str | None = None) -> Iterator[WorkerProcess]:
    """Starts a worker; `crash_at` names the step at which it kills itself with SIGKILL."""
    code = "from transaction_worker.main import run; run()"
    if crash_at is not None:
        code = (
            "import os, signal\nfrom transaction_worker.main import run\n"
            f"run(lambda step: os.kill(os.getpid(), signal.SIGKILL) if step == {crash_at!r} else None)"
        )
    log_path = folder / f"worker-{time.monotonic_ns()}.log"
    with log_path.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            env={**os.environ, **environment},
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        yield WorkerProcess(process, log_path)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
