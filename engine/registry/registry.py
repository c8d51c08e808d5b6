"""TLS towards registries, with the certificates that an administrator put in place.

Go: registry/registry.go
"""

from __future__ import annotations

import os
import ssl
from pathlib import Path

from engine.golang.errors import GoError

CERTS_DIR = Path("/etc/docker/certs.d")


def new_tls_config(hostname: str, is_secure: bool) -> ssl.SSLContext:
    """Return how to talk to ``hostname``; an insecure one may show any certificate.

    Raises:
        GoError: a certificate without key, or a key without certificate.

    Go: newTLSConfig
    """
    config = ssl.create_default_context()
    if is_secure:
        read_certs_directory(config, CERTS_DIR / hostname.replace("/", "_"))
    else:
        config.check_hostname = False
        config.verify_mode = ssl.CERT_NONE
    return config


def read_certs_directory(config: ssl.SSLContext, directory: Path) -> None:
    """Trust each ``*.crt`` in ``directory``; show each ``*.cert`` with its ``*.key``.

    Raises:
        GoError: one of a pair is missing.

    Go: ReadCertsDirectory
    """
    try:
        names = sorted(os.listdir(directory))
    except FileNotFoundError:
        return
    for name in names:
        stem, ending = os.path.splitext(name)
        if ending == ".crt":
            config.load_verify_locations(directory / name)
        elif ending == ".cert":
            if f"{stem}.key" not in names:
                raise GoError(
                    f"missing key {stem}.key for client certificate {name}. "
                    "Note that CA certificates should use the extension .crt"
                )
            config.load_cert_chain(directory / name, directory / f"{stem}.key")
        elif ending == ".key" and f"{stem}.cert" not in names:
            raise GoError(f"Missing client certificate {stem}.cert for key {name}")
