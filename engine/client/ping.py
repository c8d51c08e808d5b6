"""Is the daemon there, and what does it speak.

Go: client/ping.go
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.types import Ping
from engine.client.errors import is_err_connection_failed
from engine.client.response import ServerResponse, ensure_reader_closed
from engine.golang import errors

if TYPE_CHECKING:
    from engine.client.client import Client


class PingFailed(errors.GoError):
    """The daemon answered, but not well; ``ping`` is what its headers still told."""

    def __init__(self, text: str, ping: Ping) -> None:
        self.ping = ping
        super().__init__(text)


def ping(client: Client, timeout: float | None = None) -> Ping:
    """Ask the daemon for its versions, by HEAD, and by GET where it does not know HEAD.

    The path has no version, for this is how the version is found.

    Raises:
        ConnectionFailed: nobody listens.
        PingFailed: an answer with an error status.
        GoError: no answer.

    Go: Client.Ping
    """
    path = posixpath.join(client.base_path, "/_ping")
    try:
        response = client.do_request(client.build_request("HEAD", path, None, None, timeout))
    except errors.GoError as error:
        if is_err_connection_failed(error):
            raise
    else:
        try:
            if response.status_code in (200, 500):
                return parse_ping_response(client, response)
        finally:
            ensure_reader_closed(response)
    response = client.do_request(client.build_request("GET", path, None, None, timeout))
    try:
        return parse_ping_response(client, response)
    finally:
        ensure_reader_closed(response)


def parse_ping_response(client: Client, response: ServerResponse) -> Ping:
    """Return what the headers tell.

    Raises:
        PingFailed: the status is an error; the headers' news come with it.

    Go: parsePingResponse
    """
    ping = Ping()
    if response.header is not None:
        ping.api_version = response.header.get("API-Version", "")
        ping.os_type = response.header.get("OSType", "")
        ping.experimental = response.header.get("Docker-Experimental") == "true"
        ping.builder_version = response.header.get("Builder-Version", "")
    try:
        client.check_response_err(response)
    except errors.GoError as error:
        cause = errdefs.from_status_code(str(error), response.status_code)
        raise PingFailed(str(error), ping) from cause
    return ping
