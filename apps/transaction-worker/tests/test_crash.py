import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from service_kit_py.testing.backing_services import BackingServices

from .tenant_statements import TenantStatements, csv_statement, wait_until
from .worker_process import running_worker

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient


@pytest.fixture
def tenant(backing_services: BackingServices, s3: "S3Client", sqs: "SQSClient", tenant_id: UUID) -> TenantStatements:
    return TenantStatements(backing_services, s3, sqs, tenant_id)


@pytest.mark.parametrize("step", ["after_receive", "in_copy", "before_commit", "before_delete"])
def test_killed_at_any_step_every_row_is_there_once_after_the_next_delivery(
    tenant: TenantStatements, tmp_path: Path, step: str
) -> None:
    content, total = csv_statement(2000)
    statement_id = tenant.upload(content)
    environment = tenant.services.service_environment()
    with running_worker(environment, tmp_path, crash_at=step) as worker:
        tenant.announce(statement_id)
        assert worker.process.wait(30) == -signal.SIGKILL
    is_committed = step == "before_delete"
    assert tenant.transaction_totals() == ((2000, total) if is_committed else (0, 0))
    assert tenant.status(statement_id) == ("imported" if is_committed else "received")
    with running_worker(environment, tmp_path):
        wait_until(lambda: tenant.messages_left() == 0 and tenant.status(statement_id) == "imported")
        assert len(tenant.receive("fintrack-matches")) >= 1
    assert tenant.transaction_totals() == (2000, total)
    assert tenant.execute("select count(*) from accounts") == [(1,)]


def test_a_signal_lets_the_message_at_hand_finish_and_ends_with_0(tenant: TenantStatements, tmp_path: Path) -> None:
    content, total = csv_statement(20_000)
    statement_id = tenant.upload(content)
    with running_worker(tenant.services.service_environment(), tmp_path) as worker:
        metric = 'queue_messages_in_flight{queue="transactions",service="transaction-worker"} 1.0'
        tenant.announce(statement_id)
        wait_until(lambda: metric in worker.get("/metrics"))
        os.kill(worker.process.pid, signal.SIGTERM)
        assert worker.process.wait(30) == 0
        assert worker.log[-1]["message"] == "stopped"
    assert tenant.status(statement_id) == "imported"
    assert tenant.transaction_totals() == (20_000, total)
    assert tenant.messages_left() == 0


def test_a_pool_that_is_too_small_for_the_workers_does_not_have_them_wait_for_themselves(
    tenant: TenantStatements, tmp_path: Path
) -> None:
    statements = [tenant.upload(csv_statement(20_000, first=first)[0]) for first in (0, 20_000)]
    environment = {**tenant.services.service_environment(), "DB_POOL_MAX": "1"}
    with running_worker(environment, tmp_path) as worker:
        for statement_id in statements:
            tenant.announce(statement_id)
        assert {tenant.wait_settled(statement_id) for statement_id in statements} == {"imported"}
        assert 'db_pool_connections_max{service="transaction-worker"} 4.0' in worker.get("/metrics")
        assert "handling failed" not in [line["message"] for line in worker.log]


def test_a_wrong_environment_is_reported_whole(tenant: TenantStatements, tmp_path: Path) -> None:
    environment = {**tenant.services.service_environment(), "PORT": "abc", "DB_HOST": ""}
    with running_worker(environment, tmp_path) as worker:
        assert worker.process.wait(30) == 1
        text = next(tmp_path.iterdir()).read_text()
    assert 'CONFIG: PORT: expected an integer from 0 to 65535, got "abc"' in text
    assert "CONFIG: DB_HOST: expected text, but it is not set" in text
    assert "Traceback" not in text


def test_a_taken_port_is_reported(tenant: TenantStatements, tmp_path: Path) -> None:
    environment = tenant.services.service_environment()
    with running_worker(environment, tmp_path) as first:
        port = first.address.rsplit(":", 1)[1]
        with running_worker({**environment, "PORT": port}, tmp_path) as second:
            assert second.process.wait(30) == 1
            assert "the address can't be used" in second.log[-1]["message"]
