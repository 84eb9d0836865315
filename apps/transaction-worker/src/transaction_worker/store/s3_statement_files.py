import hashlib
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from botocore.exceptions import ClientError

from transaction_worker.domain.received_statement import ReceivedStatement
from transaction_worker.domain.statement_fault import StatementFault

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MEMORY_MAX_BYTES = 16 * 1024 * 1024
CHUNK_BYTES = 1024 * 1024


class S3StatementFiles:
    """Copies a file to disk (to memory up to 16 MiB) and checks it against the uploaded checksum before it is read.

    Reading straight from the network would take a broken connection for a broken file.
    """

    def __init__(self, s3: "S3Client", bucket: str, size_max_bytes: int) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._size_max_bytes = size_max_bytes

    def fetch(self, statement: ReceivedStatement) -> BinaryIO | StatementFault:
        """Faults: object_missing, file_too_large, checksum_differs."""
        try:
            answer = self._s3.get_object(Bucket=self._bucket, Key=statement.object_key)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") not in ("NoSuchKey", "404"):
                raise
            return StatementFault("object_missing", f"the bucket has no object {statement.object_key}")
        spool = SpooledTemporaryFile(max_size=MEMORY_MAX_BYTES)  # noqa: SIM115 - the caller closes it
        try:
            fault = self._copy(answer["Body"].iter_chunks(CHUNK_BYTES), spool, statement)
        except BaseException:
            spool.close()
            raise
        if fault is not None:
            spool.close()
            return fault
        spool.seek(0)
        return cast(BinaryIO, spool)

    def _copy(
        self, chunks: Iterable[bytes], spool: "SpooledTemporaryFile[bytes]", statement: ReceivedStatement
    ) -> StatementFault | None:
        digest = hashlib.sha256()
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if size > self._size_max_bytes:
                return StatementFault("file_too_large", f"more than {self._size_max_bytes} bytes")
            digest.update(chunk)
            spool.write(chunk)
        if digest.digest() != statement.sha256:
            return StatementFault("checksum_differs", f"SHA-256 of the object is {digest.hexdigest()}")
        return None
