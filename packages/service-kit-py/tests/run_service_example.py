"""A service for test_run_service.py; the argument says how it behaves."""

import sys
import time

from service_kit_py.app import create_app
from service_kit_py.contract import Contract
from service_kit_py.json_logging import configure_logging
from service_kit_py.metrics import ServiceMetrics
from service_kit_py.run_service import Part, run_service

mode = sys.argv[1]
configure_logging("example-service", "info")
app = create_app(Contract("transaction-worker"), "1.0.0", ServiceMetrics("example-service"), {})


@app.get("/api/wait")
def wait() -> str:
    time.sleep(0.5)
    return "done"


def stop(name: str) -> bool:
    print(f"stopped {name}", flush=True)
    return mode != "stuck"


def fail() -> None:
    raise RuntimeError("this part can't start")


run_service(
    app,
    "127.0.0.1",
    0,
    grace_seconds=5,
    parts=[
        Part("pool", start=lambda: None, stop=lambda _seconds: stop("pool")),
        Part("consumer", start=fail if mode == "broken" else lambda: None, stop=lambda _seconds: stop("consumer")),
    ],
)
