import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from urllib.error import URLError
from urllib.request import urlopen

import pytest

EXAMPLE = Path(__file__).with_name("run_service_example.py")


class Example:
    def __init__(self, mode: str, log_path: Path) -> None:
        self.log_path = log_path
        with log_path.open("w") as log:
            self.process = subprocess.Popen([sys.executable, EXAMPLE, mode], stdout=log, stderr=subprocess.STDOUT)

    @property
    def output(self) -> str:
        return self.log_path.read_text()

    def address(self) -> str:
        end = time.monotonic() + 30
        while '"listening"' not in self.output:
            assert time.monotonic() < end and self.process.poll() is None, self.output
            time.sleep(0.02)
        line = next(line for line in self.output.splitlines() if '"listening"' in line)
        return str(json.loads(line)["address"])


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str], Example]]:
    started: list[Example] = []

    def run(mode: str) -> Example:
        started.append(Example(mode, tmp_path / "log"))
        return started[-1]

    yield run
    for example in started:
        example.process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_requests_finish_then_stops_part_after_part_and_exits_0(
    start: Callable[[str], Example], number: signal.Signals
) -> None:
    example = start("well")
    address = example.address()
    answers: list[str] = []
    request = Thread(target=lambda: answers.append(urlopen(f"{address}/api/wait", timeout=5).read().decode()))
    request.start()
    time.sleep(0.2)
    example.process.send_signal(number)
    example.process.send_signal(number)
    assert example.process.wait(15) == 0
    request.join()
    assert answers == ['"done"']
    places = [example.output.index(text) for text in ("stopped consumer", "stopped pool", '"message": "stopped"')]
    assert places == sorted(places)
    with pytest.raises(URLError):
        urlopen(f"{address}/health", timeout=1)


def test_exits_1_when_something_does_not_stop_in_time(start: Callable[[str], Example]) -> None:
    example = start("stuck")
    example.address()
    example.process.send_signal(signal.SIGTERM)
    assert example.process.wait(15) == 1
    assert "not everything stopped within the grace" in example.output


def test_exits_1_and_stops_what_runs_when_a_part_does_not_start(start: Callable[[str], Example]) -> None:
    example = start("broken")
    assert example.process.wait(15) == 1
    assert "this part can't start" in example.output
    assert "stopped pool" in example.output
