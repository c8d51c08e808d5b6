"""Certificates of a context, as they are in their files.

Go: cli/context/tlsdata.go
"""

from __future__ import annotations

from dataclasses import dataclass

from cli.context.store import Store
from engine.golang import errors

CA_KEY = "ca.pem"
CERT_KEY = "cert.pem"
KEY_KEY = "key.pem"


@dataclass
class TLSData:
    """Three PEM files, each perhaps absent.

    Go: TLSData
    """

    ca: bytes | None = None
    key: bytes | None = None
    cert: bytes | None = None


def load_tls_data(store: Store, context_name: str, endpoint_name: str) -> TLSData | None:
    """Return the files that a context has for an endpoint, None if it has none.

    Raises:
        OSError: one of them cannot be read.

    Go: LoadTLSData
    """
    files = store.tls_files(context_name, endpoint_name)
    if not files:
        return None
    return TLSData(ca=files.get(CA_KEY), key=files.get(KEY_KEY), cert=files.get(CERT_KEY))


def tls_data_from_files(ca_path: str, cert_path: str, key_path: str) -> TLSData | None:
    """Return the three files; an empty path means none of that kind.

    Raises:
        OSError: one of them cannot be read.

    Go: TLSDataFromFiles
    """
    ca, cert, key = (_read(path) for path in (ca_path, cert_path, key_path))
    if ca is None and cert is None and key is None:
        return None
    return TLSData(ca=ca, key=key, cert=cert)


def _read(path: str) -> bytes | None:
    if not path:
        return None
    with errors.os_error("open", path), open(path, "rb") as file:
        return file.read()
