from io import BufferedReader, RawIOBase
from typing import BinaryIO, Protocol

_BUFFER_BYTES = 1 << 18


class ReadableBytes(Protocol):
    """Anything with `read(size)`: a file, or the body of an S3 object."""

    def read(self, size: int, /) -> bytes: ...


class _Rejoined(RawIOBase):
    def __init__(self, head: bytes, rest: ReadableBytes) -> None:
        super().__init__()
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(chunk)] = chunk
        return len(chunk)


def read_head(stream: ReadableBytes, size: int) -> bytes:
    """Up to `size` bytes, fewer at the end of the stream only."""
    head = b""
    while len(head) < size and (chunk := stream.read(size - len(head))):
        head += chunk
    return head


def rejoined_stream(head: bytes, rest: ReadableBytes) -> BinaryIO:
    """A buffered stream of `head` and then what is left of `rest`, which need not be seekable."""
    return BufferedReader(_Rejoined(head, rest), _BUFFER_BYTES)
