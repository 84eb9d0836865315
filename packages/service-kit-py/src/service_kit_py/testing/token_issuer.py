import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

ISSUER = "https://issuer.example"


class TokenIssuer:
    """Stands in for auth-service: publishes the public keys of `keys` at `url`, and signs access tokens with them."""

    def __init__(self) -> None:
        self.keys = {"key-1": ec.generate_private_key(ec.SECP256R1())}
        self.requests = 0
        self.url = ""

    def key_set(self) -> bytes:
        self.requests += 1
        return json.dumps({"keys": [self._jwk(key_id) for key_id in self.keys]}).encode()

    def token(self, key_id: str = "key-1", **changed: Any) -> str:
        """A good token of an analyst named Ada, but for the claims in `changed`; None leaves a claim out."""
        claims = {
            "iss": ISSUER,
            "aud": "fintrack",
            "sub": "user-1",
            "tid": "11111111-1111-4111-8111-111111111111",
            "role": "analyst",
            "name": "Ada",
            "exp": int(time.time()) + 60,
            **changed,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(claims, self.keys[key_id], algorithm="ES256", headers={"kid": key_id})

    def _jwk(self, key_id: str) -> dict[str, Any]:
        public = jwt.algorithms.ECAlgorithm.to_jwk(self.keys[key_id].public_key(), as_dict=True)
        return {**public, "kid": key_id, "alg": "ES256", "use": "sig"}


@contextmanager
def running_token_issuer() -> Iterator[TokenIssuer]:
    issuer = TokenIssuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = issuer.key_set()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Tests have no use for a line per request."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.url = f"http://127.0.0.1:{server.server_port}/jwks.json"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
