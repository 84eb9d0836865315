"""Runs transaction-worker until the step CRASH_STEP of a message is reached, and ends it there by SIGKILL."""

import os
import signal

from transaction_worker.main import run

STEP = os.environ["CRASH_STEP"]


def crash(step: str) -> None:
    if step == STEP:
        os.kill(os.getpid(), signal.SIGKILL)


run(on_step=crash)
