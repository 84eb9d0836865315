"""boto3 clients with limits on time and attempts. Addresses and credentials come from the SDK's default chain."""

from typing import TYPE_CHECKING

import boto3
from botocore.config import Config as ClientConfig

if TYPE_CHECKING:
    from mypy_boto3_rds import RDSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

_sqs_limits = ClientConfig(
    connect_timeout=5, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 3}, max_pool_connections=32
)
# Path style, because emulators do not answer to <bucket>.<host>; AWS accepts both.
_s3_limits = ClientConfig(
    connect_timeout=5,
    read_timeout=30,
    retries={"mode": "standard", "total_max_attempts": 3},
    s3={"addressing_style": "path"},
)
_rds_limits = ClientConfig(connect_timeout=5, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})


def sqs_client(region: str) -> "SQSClient":
    return boto3.session.Session().client("sqs", region_name=region, config=_sqs_limits)


def s3_client(region: str) -> "S3Client":
    return boto3.session.Session().client("s3", region_name=region, config=_s3_limits)


def rds_client(region: str) -> "RDSClient":
    return boto3.session.Session().client("rds", region_name=region, config=_rds_limits)
