"""What is wrong with a certificate, in Go's words.

Go: crypto/x509/verify.go, net/http/transport.go
"""

from __future__ import annotations

import ssl

NOT_TLS = "http: server gave HTTP response to HTTPS client"
# The same where nobody has looked whether it is HTTP that came.
FIRST_RECORD = "tls: first record does not look like a TLS handshake"

# OpenSSL's X509_V_ERR_ numbers.
_EXPIRED, _NOT_YET_VALID = 10, 9
_UNKNOWN_AUTHORITY = (2, 18, 19, 20, 21)
_HOSTNAME, _IP_ADDRESS = 62, 64


def text(error: ssl.SSLError, name: str, sock: ssl.SSLSocket | None) -> str:
    """Return what Go would say of a handshake with ``name`` that failed."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _verification(error, name)
    if "WRONG_VERSION_NUMBER" in str(error) or "HTTP_REQUEST" in str(error):
        return NOT_TLS
    if isinstance(error, ssl.SSLEOFError):
        return "EOF"
    reason = (error.reason or str(error)).lower().replace("_", " ")
    if reason.startswith(("tlsv1 alert ", "sslv3 alert ", "tlsv13 alert ")):
        return f"remote error: tls: {reason.partition('alert ')[2]}"
    return f"tls: {reason}"


def _verification(error: ssl.SSLCertVerificationError, name: str) -> str:
    code = error.verify_code
    if code in _UNKNOWN_AUTHORITY:
        return "x509: certificate signed by unknown authority"
    if code in (_EXPIRED, _NOT_YET_VALID):
        return "x509: certificate has expired or is not yet valid"
    if code == _IP_ADDRESS:
        # Go also tells these two apart; OpenSSL does not.
        why = "because it doesn't contain any IP SANs, or only others"
        return f"x509: cannot validate certificate for {name} {why}"
    if code == _HOSTNAME:
        return f"x509: certificate is not valid for {name}"
    return f"x509: {error.verify_message}"
