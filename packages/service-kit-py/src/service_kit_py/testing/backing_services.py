import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

SCRIPT = Path(__file__).with_name("start-backing-services.mjs")
STOP_TIMEOUT_S = 20


@dataclass(frozen=True)
class BackingServices:
    """PostgreSQL with the schema of @fintrack/database, SQS and S3 on 127.0.0.1, as one test session has them."""

    app_url: str
    """Connection string of the services' role."""
    migrator_url: str
    queue_urls: dict[str, str]
    bucket: str
    environment: dict[str, str]
    """What the AWS SDK needs to find them."""

    def service_environment(self) -> dict[str, str]:
        """The environment of a service process that uses these; the caller adds the service's own keys."""
        url = urlsplit(self.app_url)
        queues = {f"{name.removeprefix('fintrack-').upper()}_QUEUE_URL": url for name, url in self.queue_urls.items()}
        return {
            **self.environment,
            **queues,
            "HOST": "127.0.0.1",
            "PORT": "0",
            "DB_HOST": url.hostname or "",
            "DB_PORT": str(url.port),
            "DB_NAME": url.path.removeprefix("/"),
            "DB_USER": unquote(url.username or ""),
            "DB_PASSWORD": unquote(url.password or ""),
            "DB_TLS": "false",
            "DB_POOL_MAX": "6",
            "STATEMENTS_BUCKET": self.bucket,
        }


@contextmanager
def running_backing_services(queues: Sequence[str], bucket: str) -> Iterator[BackingServices]:
    """Starts them through @fintrack/backing-services; they stop with the block, or when this process dies."""
    node = _node()
    argument = json.dumps({"queues": list(queues), "bucket": bucket})
    process = subprocess.Popen(  # noqa: S603 - our own script
        [node, "--conditions=@fintrack/source", SCRIPT, argument],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("subprocess gave no pipes")
    try:
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"the backing services did not start; {node} ended with {process.wait()}")
        places = json.loads(line)
        yield BackingServices(
            app_url=places["appUrl"],
            migrator_url=places["migratorUrl"],
            queue_urls=places["queueUrls"],
            bucket=bucket,
            environment=places["environment"],
        )
    finally:
        process.stdin.close()
        process.wait(STOP_TIMEOUT_S)


def _node() -> str:
    """The Node that npm installed into the workspace; the host's own may be too old."""
    for folder in SCRIPT.parents:
        node = folder / "node_modules" / ".bin" / "node"
        if node.exists():
            return str(node)
    return os.environ.get("NODE", "node")
