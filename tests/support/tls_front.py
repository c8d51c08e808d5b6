"""Speaks TLS for a server that does not, as what stands in front of many an engine."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_BLOCK = 64 * 1024


@contextmanager
def tls_in_front_of(path: str, certificate: Path, key: Path) -> Iterator[str]:
    """Pass on what comes over TLS to the unix socket `path`; give the address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_accept, args=(listener, context, path), daemon=True).start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, context: ssl.SSLContext, path: str) -> None:
    while True:
        try:
            accepted, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(accepted, context, path), daemon=True).start()


def _serve(accepted: socket.socket, context: ssl.SSLContext, path: str) -> None:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as onward:
        onward.connect(path)
        with context.wrap_socket(accepted, server_side=True) as client:
            back = threading.Thread(target=_copy, args=(onward, client), daemon=True)
            back.start()
            _copy(client, onward)
            back.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(_BLOCK):
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)
