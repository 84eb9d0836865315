"""Refuses request bodies that are no JSON, or above a limit, before they are held in memory."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service_kit_py.problem import ProblemError, problem_response


class JsonBody:
    def __init__(self, app: ASGIApp, size_max_bytes: int) -> None:
        self._app = app
        self._size_max_bytes = size_max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_json_or_nothing(Headers(scope=scope)):
            detail = "The body's media type is not one that this operation accepts."
            await problem_response(ProblemError(415, "unsupported_media_type", detail))(scope, receive, send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._size_max_bytes:
                # FastAPI passes this kind of exception on from where it reads the body.
                raise HTTPException(413)
            return message

        await self._app(scope, counted, send)


def _is_json_or_nothing(headers: Headers) -> bool:
    has_body = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    return not has_body or media_type == "application/json"
