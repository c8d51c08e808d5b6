"""W3C Trace Context: how a request says which step of which trace sent it.

https://www.w3.org/TR/trace-context/#traceparent-header
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass

HEADER = "Traceparent"
_VARIABLE = "TRACEPARENT"
_FORM = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?")


@dataclass(frozen=True, slots=True)
class Traceparent:
    """A trace, and the span in it that sends a request; both in hex digits."""

    trace_id: str
    span: str

    def __str__(self) -> str:
        return f"00-{self.trace_id}-{self.span}-01"


def parse(header: str) -> Traceparent | None:
    """Read a header; None if it is none, or not as the standard wants it."""
    found = _FORM.fullmatch(header)
    if found is None:
        return None
    version, trace_id, span, more = found.groups()
    # Later versions may add to the end; 00 may not, and ff is no version.
    if version == "ff" or (version == "00" and more) or not int(trace_id, 16) or not int(span, 16):
        return None
    return Traceparent(trace_id, span)


def from_environment() -> Traceparent | None:
    """Return the span that runs this command, if it said so as OpenTelemetry has it.

    https://opentelemetry.io/docs/specs/otel/context/env-carriers/
    """
    return parse(os.environ.get(_VARIABLE, ""))


def new_trace_id() -> str:
    """Draw the id of a trace."""
    return f"{secrets.randbits(128) or 1:032x}"


def new_span() -> str:
    """Draw the id of a span."""
    return f"{secrets.randbits(64) or 1:016x}"
