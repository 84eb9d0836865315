import json
from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from service_kit_py.contracts import StatementError
from service_kit_py.testing.backing_services import BackingServices

from transaction_worker.queue.ingest_statement import MESSAGES
from transaction_worker.store.entry_batches import BATCH_ROWS

from .tenant_statements import QUEUE, TenantStatements, csv_statement, wait_until
from .worker_process import WorkerProcess, running_worker

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

DEAD_LETTERS = f"{QUEUE}-dead-letter"
HEADER = b"date,amount,currency,reference,description,counterparty,account\n"
FEE = b"2026-11-02,-1.50,EUR,,Card fee,Bank,DE89370400440532013000\n"


@pytest.fixture(scope="module")
def worker(backing_services: BackingServices, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerProcess]:
    with running_worker(backing_services.service_environment(), tmp_path_factory.mktemp("worker")) as running:
        yield running


@pytest.fixture
def tenant(
    backing_services: BackingServices, s3: "S3Client", sqs: "SQSClient", tenant_id: UUID, worker: WorkerProcess
) -> TenantStatements:
    return TenantStatements(backing_services, s3, sqs, tenant_id)


def imported(tenant: TenantStatements, content: bytes) -> tuple[int, int, int]:
    """Entries, new ones and duplicates."""
    statement_id = tenant.upload(content)
    tenant.announce(statement_id)
    assert tenant.wait_settled(statement_id) == "imported"
    counts = "select entry_count, new_count, duplicate_count from statements where statement_id = %s"
    [row] = tenant.execute(counts, [statement_id])
    return row[0], row[1], row[2]


def test_stores_every_entry_and_announces_the_import(tenant: TenantStatements) -> None:
    content, total = csv_statement(500)
    statement_id = tenant.upload(content)
    tenant.announce(statement_id)
    assert tenant.wait_settled(statement_id) == "imported"
    assert tenant.transaction_totals() == (500, total)
    [settled] = tenant.execute("select format, entry_count, new_count, duplicate_count from statements")
    assert settled == ("csv", 500, 500, 0)
    [account] = tenant.execute("select source_kind, identifier, currency from accounts")
    assert account == ("bank", "DE89370400440532013000", "EUR")
    [message] = tenant.receive("fintrack-matches")
    event = json.loads(message["Body"])
    assert (event["type"], event["tenantId"]) == ("transaction.ingested", str(tenant.tenant_id))
    assert event["data"] == {
        "statementId": str(statement_id),
        "sourceKind": "bank",
        "entryCount": 500,
        "newCount": 500,
        "duplicateCount": 0,
    }
    wait_until(lambda: tenant.messages_left() == 0)


def test_stores_a_row_as_the_file_says_it(tenant: TenantStatements) -> None:
    row = "2026-11-02,-1234.56,EUR,RF-1\\n,Rent\\Nö 'x',Müller & Söhne,DE89370400440532013000\n"
    imported(tenant, HEADER + row.encode())
    [stored] = tenant.execute(
        "select booking_date::text, value_date, amount_minor, currency, reference, bank_reference, counterparty_name,"
        " description, occurrence, octet_length(fingerprint), substr(transaction_id::text, 15, 1) from transactions"
    )
    assert stored == (
        *("2026-11-02", None, -123456, "EUR", "RF-1\\n", None, "Müller & Söhne", "Rent\\Nö 'x'"),
        *(1, 32, "5"),
    )


def test_two_equal_fees_on_a_day_are_two_and_uploading_them_again_adds_none(tenant: TenantStatements) -> None:
    assert imported(tenant, HEADER + FEE + FEE) == (2, 2, 0)
    assert imported(tenant, HEADER + FEE + FEE) == (2, 0, 2)
    assert imported(tenant, HEADER + FEE + FEE + FEE) == (3, 1, 2)
    assert tenant.transaction_totals() == (3, -450)


def test_an_overlapping_statement_adds_only_what_is_new(tenant: TenantStatements) -> None:
    assert imported(tenant, csv_statement(100)[0]) == (100, 100, 0)
    assert imported(tenant, csv_statement(100, first=60)[0]) == (100, 60, 40)
    assert tenant.transaction_totals() == (160, csv_statement(160)[1])


def test_delivered_again_and_again_a_statement_takes_effect_once(tenant: TenantStatements) -> None:
    content, total = csv_statement(3000)
    statement_id = tenant.upload(content)
    for _ in range(6):
        tenant.announce(statement_id)
    assert tenant.wait_settled(statement_id) == "imported"
    wait_until(lambda: tenant.messages_left() == 0)
    assert tenant.transaction_totals() == (3000, total)
    assert len(tenant.receive("fintrack-matches")) == 1
    assert tenant.receive("fintrack-matches", wait_seconds=2) == []


def test_overlapping_statements_at_the_same_time_add_each_row_once(tenant: TenantStatements) -> None:
    statements = [tenant.upload(csv_statement(3000, first=first)[0]) for first in (0, 1000, 2000, 500)]
    for statement_id in statements:
        tenant.announce(statement_id)
    assert {tenant.wait_settled(statement_id) for statement_id in statements} == {"imported"}
    assert tenant.transaction_totals() == (5000, csv_statement(5000)[1])
    assert tenant.execute("select sum(new_count)::int from statements") == [(5000,)]


def test_makes_the_partitions_that_a_statement_needs(tenant: TenantStatements) -> None:
    days = ("1999-01-31", "1999-02-01", "2015-06-15", "2031-12-31")
    content = HEADER + b"".join(FEE.replace(b"2026-11-02", day.encode()) for day in days)
    assert imported(tenant, content) == (4, 4, 0)
    tables = tenant.execute("select tableoid::regclass::text from transactions order by booking_date")
    months = ("1999m01", "1999m02", "2015m06", "2031m12")
    assert [table for (table,) in tables] == [f"transactions_y{month}" for month in months]


def test_rejects_an_unreadable_file_with_line_and_field_and_stores_nothing_of_it(tenant: TenantStatements) -> None:
    statement_id = tenant.upload(HEADER + FEE + b"2026-11-03,twelve,EUR,,x,y,DE89370400440532013000\n" + FEE)
    tenant.announce(statement_id)
    assert tenant.wait_settled(statement_id) == "rejected"
    [(error,)] = tenant.execute("select error from statements")
    assert (error["code"], error["line"]) == ("amount_malformed", 3)
    told = StatementError.model_validate(error)
    assert (told.field, told.message) == (error["field"], error["message"])
    assert tenant.transaction_totals() == (0, 0)
    assert tenant.execute("select count(*) from accounts") == [(0,)]
    [message] = tenant.receive("fintrack-notifications")
    event = json.loads(message["Body"])
    assert event["type"] == "statement.rejected"
    assert event["data"]["fileName"] == "statement.csv"
    assert event["data"]["error"] == error
    wait_until(lambda: tenant.messages_left() == 0)


def test_takes_back_what_it_stored_when_the_last_line_of_a_large_file_is_unreadable(tenant: TenantStatements) -> None:
    content, _total = csv_statement(2 * BATCH_ROWS + 10)
    statement_id = tenant.upload(content + b"2026-11-03,twelve,EUR,,x,y,DE89370400440532013000\n")
    tenant.announce(statement_id)
    assert tenant.wait_settled(statement_id, seconds=60) == "rejected"
    assert tenant.execute("select error -> 'line' from statements") == [(2 * BATCH_ROWS + 12,)]
    assert tenant.transaction_totals() == (0, 0)
    assert tenant.execute("select count(*) from accounts") == [(0,)]


def test_rejects_a_mapping_that_makes_no_sense(tenant: TenantStatements) -> None:
    statement_id = tenant.upload(HEADER + FEE, mapping={"columns": {}, "hasHeader": True})
    tenant.announce(statement_id)
    assert tenant.wait_settled(statement_id) == "rejected"


@pytest.mark.parametrize(
    ("body", "reason"),
    [("no json", "invalid_json"), ('{"type":"transaction.ingested"}', "unknown_event_type")],
)
def test_sends_what_it_can_not_decode_to_the_dead_letter_queue(
    tenant: TenantStatements, body: str, reason: str
) -> None:
    marked = body.replace("}", f',"of":"{tenant.tenant_id}"}}') if "}" in body else f"{body} {tenant.tenant_id}"
    tenant.sqs.send_message(QueueUrl=tenant.services.queue_urls[QUEUE], MessageBody=marked)
    [dead] = tenant.receive(DEAD_LETTERS)
    assert (dead["Body"], dead["MessageAttributes"]["reason"]["StringValue"]) == (marked, reason)


def test_sends_a_statement_that_the_tenant_does_not_have_to_the_dead_letter_queue(tenant: TenantStatements) -> None:
    tenant.announce(uuid4())
    [dead] = tenant.receive(DEAD_LETTERS)
    assert dead["MessageAttributes"]["reason"]["StringValue"] == "unknown_statement"


@pytest.mark.parametrize(
    ("column", "reason"),
    [({"sha256": bytes(32)}, "checksum_differs"), ({"object_key": "elsewhere"}, "object_missing")],
)
def test_rejects_a_statement_whose_file_is_not_what_was_uploaded_and_keeps_its_message_as_a_dead_letter(
    tenant: TenantStatements, column: dict[str, object], reason: str
) -> None:
    statement_id = tenant.upload(HEADER + FEE, **column)
    if reason == "object_missing":
        tenant.s3.delete_object(Bucket=tenant.services.bucket, Key="elsewhere")
    tenant.announce(statement_id)
    [dead] = tenant.receive(DEAD_LETTERS)
    assert dead["MessageAttributes"]["reason"]["StringValue"] == reason
    assert tenant.status(statement_id) == "rejected"
    [(error,)] = tenant.execute("select error from statements")
    told = StatementError.model_validate(error)
    assert (told.code, told.line, told.message) == (reason, None, MESSAGES[reason])
    [message] = tenant.receive("fintrack-notifications")
    event = json.loads(message["Body"])
    assert (event["type"], event["data"]["error"]) == ("statement.rejected", error)


def test_measures_statements_and_transactions_and_is_ready(tenant: TenantStatements, worker: WorkerProcess) -> None:
    imported(tenant, HEADER + FEE)
    assert json.loads(worker.get("/ready"))["ready"] is True
    assert json.loads(worker.get("/health"))["service"] == "transaction-worker"
    metrics = worker.get("/metrics")
    for series in (
        'statements_total{format="csv",outcome="imported",service="transaction-worker"}',
        'transactions_ingested_total{outcome="new",service="transaction-worker"}',
        'statement_ingest_duration_seconds_count{outcome="imported",service="transaction-worker"}',
        'queue_messages_total{outcome="handled",queue="transactions",service="transaction-worker"}',
        'outbox_events_total{outcome="sent",service="transaction-worker",type="transaction.ingested"}',
    ):
        assert series in metrics


def test_logs_carry_the_tenant_and_the_trace(tenant: TenantStatements, worker: WorkerProcess) -> None:
    imported(tenant, HEADER + FEE)
    wait_until(lambda: any(line.get("tenantId") == str(tenant.tenant_id) for line in worker.log))
    [line] = [line for line in worker.log if line.get("tenantId") == str(tenant.tenant_id)]
    assert (line["message"], line["entryCount"], len(line["traceId"])) == ("statement imported", 1, 32)
