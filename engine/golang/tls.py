"""How a client checks whom it talks to.

Go: crypto/tls Config
"""

from __future__ import annotations

import ssl


def default_config(cafile: str | None = None) -> ssl.SSLContext:
    """Return settings that trust the system's authorities, or those in ``cafile``.

    Python 3.13 began to refuse certificates without a key identifier, as many an authority of a
    company's own makes them. Go takes them, and so does this.
    """
    config = ssl.create_default_context(cafile=cafile)
    config.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return config
