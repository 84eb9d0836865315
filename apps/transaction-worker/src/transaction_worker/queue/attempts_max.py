import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


def attempts_max(sqs: "SQSClient", queue_url: str) -> int | None:
    """How often the queue delivers a message before it takes it away; None: without end."""
    answer = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["RedrivePolicy"])
    policy = answer.get("Attributes", {}).get("RedrivePolicy")
    return None if policy is None else int(json.loads(policy)["maxReceiveCount"])
