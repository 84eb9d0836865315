import os
from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import psycopg
import pytest

from service_kit_py.aws import s3_client, sqs_client
from service_kit_py.testing.backing_services import BackingServices, running_backing_services
from service_kit_py.testing.token_issuer import TokenIssuer, running_token_issuer

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

QUEUES = ("fintrack-transactions", "fintrack-matches", "fintrack-notifications")
BUCKET = "fintrack-statements-test"


@pytest.fixture(scope="session")
def backing_services() -> Iterator[BackingServices]:
    """PostgreSQL, SQS and S3 of this session; this process's SDK clients find them by environment."""
    with running_backing_services(QUEUES, BUCKET) as services:
        before = dict(os.environ)
        os.environ.update(services.environment)
        try:
            yield services
        finally:
            os.environ.clear()
            os.environ.update(before)


@pytest.fixture
def sqs(backing_services: BackingServices) -> "SQSClient":
    return sqs_client(backing_services.environment["AWS_REGION"])


@pytest.fixture
def s3(backing_services: BackingServices) -> "S3Client":
    return s3_client(backing_services.environment["AWS_REGION"])


@pytest.fixture(scope="session")
def token_issuer() -> Iterator[TokenIssuer]:
    with running_token_issuer() as issuer:
        yield issuer


@pytest.fixture
def tenant_id(backing_services: BackingServices) -> UUID:
    """A tenant of its own for each test."""
    created = uuid4()
    with psycopg.connect(backing_services.migrator_url, options="-c search_path=fintrack") as connection:
        connection.execute("select set_config('fintrack.tenant_id', %s, true)", [str(created)])
        connection.execute(
            "insert into tenants (tenant_id, slug, name) values (%s, %s, 'Test')", [created, f"t-{created.hex[:30]}"]
        )
    return created
