from collections.abc import Iterator
from typing import BinaryIO

from ..entry import Entry
from ..parse_options import ParseOptions
from ..statement_error import rejected
from .mt940_lines import tagged_fields
from .mt940_message import Mt940Message


def read_mt940(stream: BinaryIO, head: bytes, options: ParseOptions) -> Iterator[Entry]:
    """Entries of every message of an MT940 or MT942 file, each `:61:` with the `:86:` that follow it.

    A message is one page of a statement, with its own balances and summary. Expected entries of an MT942 (EC, ED) are
    counted as skipped. Deviations that banks are known for are warnings where opening balance, entries and closing
    balance tie, which proves that nothing was misread; where they don't, the deviation is the error.
    """
    message: Mt940Message | None = None
    messages = 0
    for field in tagged_fields(stream, head):
        if field is None or field.tag == "20":
            if message is not None:
                yield from message.finish()
            message = None
            if field is not None:
                message = Mt940Message(field, options)
                messages += 1
        elif message is None:
            raise rejected("tag_unexpected", field.line, f":{field.tag}:", ":20:, which begins a message")
        else:
            yield from message.take(field)
    if not messages:
        raise rejected("tag_missing", 1, ":20:", "a message that begins with :20:")
