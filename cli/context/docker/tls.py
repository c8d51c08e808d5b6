"""Python's TLS, told what Go's would be told.

Messages of the TLS library itself are Python's own.

Go: vendor/github.com/docker/go-connections/tlsconfig/config.go
"""

from __future__ import annotations

import ssl
import tempfile

from cli.context.tlsdata import TLSData
from engine.golang.errors import GoError


def client_default(data: TLSData, skip_verify: bool) -> ssl.SSLContext:
    """Return a TLS setup: TLS 1.2 or later, the given authority, the given certificate.

    Raises:
        GoError: one of the files makes no sense.

    Go: ClientDefault
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if data.ca is not None:
        _trust(context, data.ca)
    elif not skip_verify:
        context.load_default_certs()
    if data.key is not None and data.cert is not None:
        _identify(context, data.cert, data.key)
    if skip_verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _trust(context: ssl.SSLContext, ca: bytes) -> None:
    try:
        context.load_verify_locations(cadata=ca.decode("ascii"))
    except (ssl.SSLError, ValueError) as error:
        raise GoError("failed to retrieve context tls info: ca.pem seems invalid") from error


def _identify(context: ssl.SSLContext, cert: bytes, key: bytes) -> None:
    if b"-----BEGIN" not in key:
        raise GoError("no valid private key found")
    # Python reads certificates from files only; this one is 0600 and gone at once.
    with tempfile.NamedTemporaryFile(suffix=".pem") as file:
        file.write(cert + b"\n" + key)
        file.flush()
        try:
            context.load_cert_chain(file.name)
        except ssl.SSLError as error:
            raise GoError(f"failed to retrieve context tls info: {error}") from error
