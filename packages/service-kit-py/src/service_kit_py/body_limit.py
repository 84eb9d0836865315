"""Refuses request bodies above a limit before they are held in memory."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    def __init__(self, app: ASGIApp, size_max_bytes: int) -> None:
        self._app = app
        self._size_max_bytes = size_max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._size_max_bytes:
                # FastAPI passes this kind of exception on from where it reads the body.
                raise HTTPException(413, f"The body has more than {self._size_max_bytes} bytes.")
            return message

        await self._app(scope, counted, send)
