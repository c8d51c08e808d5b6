"""The kind of a body that no handler named; expected answers are Go's."""

import pytest

from engine.golang.http.sniff import detect_content_type


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "text/plain; charset=utf-8"),
        (b"OK", "text/plain; charset=utf-8"),
        (b" \n<p >x", "text/html; charset=utf-8"),
        (b"<pre>", "text/plain; charset=utf-8"),
        (b"\n<?xml ?>", "text/xml; charset=utf-8"),
        (b"etc/" + bytes(96), "application/octet-stream"),
        (b"\x1f\x8b\x08\x00", "application/x-gzip"),
        (b"x" * 600 + b"\x00", "text/plain; charset=utf-8"),
    ],
)
def test_the_first_bytes_tell_the_kind(data: bytes, kind: str) -> None:
    assert detect_content_type(data) == kind
