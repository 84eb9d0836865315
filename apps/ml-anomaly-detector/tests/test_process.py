import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from service_kit_py.testing.backing_services import BackingServices


def test_starts_as_production_runs_it_and_ends_with_0_on_a_signal(
    backing_services: BackingServices, tmp_path: Path
) -> None:
    addresses = {"AUTH_ISSUER": "https://issuer.example", "AUTH_JWKS_URL": "http://127.0.0.1:9/jwks.json"}
    environment = {**os.environ, **backing_services.service_environment(), **addresses}
    log_path = tmp_path / "log"
    with log_path.open("w") as log:
        command = [sys.executable, "-m", "ml_anomaly_detector"]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        address = listening_address(process, log_path)
        with urlopen(f"{address}/ready", timeout=5) as answer:
            assert json.load(answer)["ready"] is True
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()


def listening_address(process: "subprocess.Popen[bytes]", log_path: Path) -> str:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        for line in map(json.loads, log_path.read_text().splitlines()):
            if line["message"] == "listening":
                return str(line["address"])
        time.sleep(0.05)
    raise AssertionError(log_path.read_text())
