"""A registry on loopback that serves the demo image and nothing else.

It speaks the pull half of the registry HTTP API v2, so that the demo goes the whole way that a
pull from Docker Hub goes: https://distribution.github.io/distribution/spec/api/
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from walkthrough.demo.image import NAME, TAG, Blob, build_image

# Tried first, so that the image has the same name in every lesson; any free port will do.
PREFERRED_PORT = 5117


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Registry

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        if self.path in ("/v2", "/v2/"):
            self._send(HTTPStatus.OK, "application/json", b"{}", "", with_body=with_body)
            return
        blob = self.server.find(self.path)
        if blob is None:
            self._refuse(with_body=with_body)
            return
        self._send(HTTPStatus.OK, blob.media_type, blob.content, blob.digest, with_body=with_body)

    def _refuse(self, *, with_body: bool) -> None:
        kind = "manifest" if "/manifests/" in self.path else "blob"
        error = {"code": f"{kind.upper()}_UNKNOWN", "message": f"{kind} unknown", "detail": {}}
        body = json.dumps({"errors": [error]}).encode()
        self._send(HTTPStatus.NOT_FOUND, "application/json", body, "", with_body=with_body)

    def _send(
        self, status: HTTPStatus, media_type: str, body: bytes, digest: str, *, with_body: bool
    ) -> None:
        self.send_response(status)
        self.send_header("Docker-Distribution-Api-Version", "registry/2.0")
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        if digest:
            self.send_header("Docker-Content-Digest", digest)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: the narration tells what is asked for."""


class _Registry(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        image = build_image()
        self._blobs = {
            f"/v2/{NAME}/{kind}/{blob.digest}": blob
            for kind, blobs in (
                ("manifests", (image.index, *image.manifests)),
                ("blobs", image.blobs),
            )
            for blob in blobs
        }
        self._blobs[f"/v2/{NAME}/manifests/{TAG}"] = image.index
        tags = json.dumps({"name": NAME, "tags": [TAG]}).encode()
        self._blobs[f"/v2/{NAME}/tags/list"] = Blob("application/json", tags)

    def find(self, path: str) -> Blob | None:
        """Return what the registry has under ``path``."""
        return self._blobs.get(path.partition("?")[0])


def _listen() -> _Registry:
    try:
        return _Registry(PREFERRED_PORT)
    except OSError:
        return _Registry(0)


@contextmanager
def serve() -> Iterator[str]:
    """Serve the demo image while the block runs; the value is its reference to pull.

    The reference is ``127.0.0.1:PORT/demo:latest``.
    """
    with _listen() as registry:
        thread = threading.Thread(target=registry.serve_forever, name="demo-registry", daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{registry.server_port}/{NAME}:{TAG}"
        finally:
            registry.shutdown()
            thread.join()
