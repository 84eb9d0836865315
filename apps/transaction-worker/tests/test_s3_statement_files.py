import hashlib
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError
from service_kit_py.testing.backing_services import BackingServices

from transaction_worker.domain.received_statement import ReceivedStatement
from transaction_worker.domain.statement_fault import StatementFault
from transaction_worker.store.s3_statement_files import MEMORY_MAX_BYTES, S3StatementFiles

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def stored(services: BackingServices, s3: "S3Client", content: bytes) -> ReceivedStatement:
    key = str(uuid4())
    s3.put_object(Bucket=services.bucket, Key=key, Body=content)
    return ReceivedStatement(
        tenant_id=uuid4(),
        statement_id=uuid4(),
        source_kind="bank",
        format=None,
        file_name="statement.csv",
        object_key=key,
        sha256=hashlib.sha256(content).digest(),
        size_bytes=len(content),
        mapping=None,
        is_open=True,
    )


@pytest.mark.parametrize("size", [5, 3 * 1024 * 1024])
def test_gives_the_file_from_its_start(backing_services: BackingServices, s3: "S3Client", size: int) -> None:
    content = b"x" * size
    file = S3StatementFiles(s3, backing_services.bucket, MEMORY_MAX_BYTES).fetch(stored(backing_services, s3, content))
    assert not isinstance(file, StatementFault)
    with file:
        assert file.read() == content


def test_breaks_off_a_file_above_the_limit(backing_services: BackingServices, s3: "S3Client") -> None:
    files = S3StatementFiles(s3, backing_services.bucket, 1000)
    fault = files.fetch(stored(backing_services, s3, b"x" * 1001))
    assert isinstance(fault, StatementFault)
    assert fault.code == "file_too_large"


def test_raises_where_a_later_attempt_may_succeed(backing_services: BackingServices, s3: "S3Client") -> None:
    statement = stored(backing_services, s3, b"x")
    with pytest.raises(ClientError):
        S3StatementFiles(s3, "no-such-bucket", 1000).fetch(statement)
