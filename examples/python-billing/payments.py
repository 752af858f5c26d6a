"""A stand-in for a payment provider like Stripe: form bodies, and idempotency keys.

    PORT=4242 python payments.py

A key that comes again is answered as before, with `Idempotent-Replayed: true`; with other fields it is refused.
GET /v1/charges lists what was charged.
"""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from urllib.parse import parse_qsl

KINDS = {"charges": "ch", "refunds": "re", "payouts": "po"}
lock = Lock()
objects: dict[str, list[dict]] = {kind: [] for kind in KINDS}
answered: dict[str, tuple[dict, dict]] = {}


class Provider(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        kind = self.path.removeprefix("/v1/")
        self.answer(200 if kind in KINDS else 404, {"data": objects.get(kind, [])})

    def do_POST(self) -> None:
        fields = dict(parse_qsl(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()))
        kind = self.path.removeprefix("/v1/")
        if kind not in KINDS:
            return self.answer(404, {"error": {"message": f"There is no {self.path}"}})
        key = self.headers.get("Idempotency-Key")
        with lock:
            before = answered.get(key or "")
            if before is not None and before[0] != fields:
                return self.answer(400, {"error": {"type": "idempotency_error", "message": "The fields differ"}})
            if before is not None:
                return self.answer(200, before[1], {"Idempotent-Replayed": "true"})
            made = {"id": f"{KINDS[kind]}_{len(objects[kind]) + 1}", "object": kind.removesuffix("s"), **fields}
            objects[kind].append(made)
            if key is not None:
                answered[key] = (fields, made)
        self.answer(200, made)

    def answer(self, status: int, body: dict, headers: dict[str, str] | None = None) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """The harness keeps the requests."""


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Provider).serve_forever()
