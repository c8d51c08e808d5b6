"""TLS towards registries, with the certificates that an administrator put in place.

Go: registry/registry.go
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from engine.golang.errors import GoError, os_error

if TYPE_CHECKING:
    import ssl

    from engine.vendor.docker.distribution.registry.client.transport import HeaderRequestModifier

_log = logging.getLogger(__name__)


def host_certs_dir(certs_dir: Path, hostname: str) -> Path:
    """Return where the certificates for ``hostname`` (with its port) are kept.

    Go: HostCertsDir
    """
    return certs_dir / hostname


def new_tls_config(hostname: str, is_secure: bool, certs_dir: Path) -> ssl.SSLContext:
    """Return how to talk to ``hostname``; an insecure one may show any certificate.

    Raises:
        GoError: a certificate without key, or a key without certificate, or neither legible.

    Go: newTLSConfig
    """
    import ssl

    from engine.golang.tls import default_config

    if is_secure:
        config = default_config()
        read_certs_directory(config, host_certs_dir(certs_dir, hostname))
        return config
    config = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    config.check_hostname = False
    config.verify_mode = ssl.CERT_NONE
    return config


def read_certs_directory(config: ssl.SSLContext, directory: Path) -> None:
    """Trust each ``*.crt`` in ``directory``; show each ``*.cert`` with its ``*.key``.

    Raises:
        GoError: one of a pair is missing or illegible.
        GoPathError: the directory or a file in it cannot be read.

    Go: ReadCertsDirectory
    """
    with os_error("open", directory):
        try:
            names = sorted(os.listdir(directory))
        except FileNotFoundError:
            return
    for name in names:
        stem, ending = os.path.splitext(name)
        if ending == ".crt":
            _trust(config, directory / name)
        elif ending == ".cert":
            if f"{stem}.key" not in names:
                raise GoError(
                    f"missing key {stem}.key for client certificate {name}. "
                    "Note that CA certificates should use the extension .crt"
                )
            _show(config, directory / name, directory / f"{stem}.key")
        elif ending == ".key" and f"{stem}.cert" not in names:
            raise GoError(f"Missing client certificate {stem}.cert for key {name}")


def _trust(config: ssl.SSLContext, path: Path) -> None:
    """Trust the certificates of a file; what is none is passed over, as in Go.

    Go: crypto/x509 CertPool.AppendCertsFromPEM
    """
    import ssl

    _log.debug("crt: %s", path)
    with os_error("open", path):
        data = path.read_text("ascii", "replace")
    try:
        config.load_verify_locations(cadata=data)
    except (ssl.SSLError, ValueError) as error:
        _log.warning("%s holds no certificates: %s", path, error)


def _show(config: ssl.SSLContext, certificate: Path, key: Path) -> None:
    """Let a server see who we are.

    Go: crypto/tls LoadX509KeyPair
    """
    import ssl

    for path in (certificate, key):
        with os_error("open", path):
            path.read_bytes()
    try:
        config.load_cert_chain(certificate, key)
    except ssl.SSLError as error:
        reason = (error.reason or str(error)).lower().replace("_", " ")
        raise GoError(f"tls: {certificate.name} and {key.name} are no pair: {reason}") from error


def headers(
    user_agent: str, meta_headers: Mapping[str, list[str]]
) -> tuple[HeaderRequestModifier, ...]:
    """Return what adds our name, and what the client asked to pass on, to each request.

    Go: Headers
    """
    from engine.vendor.docker.distribution.registry.client.transport import HeaderRequestModifier

    said: dict[str, str] = {"User-Agent": user_agent}
    said.update({name: ", ".join(values) for name, values in meta_headers.items()})
    return (HeaderRequestModifier(said),)
