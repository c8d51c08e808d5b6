"""A repository in a registry: its tags, its manifests, its blobs.

Go: vendor/github.com/docker/distribution/registry/client/repository.go
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from engine.golang.context import Context
from engine.golang.errors import GoError
from engine.vendor.docker.distribution.manifests import (
    Descriptor,
    Manifest,
    manifest_media_types,
    unmarshal_manifest,
)
from engine.vendor.docker.distribution.reference import Named, with_tag
from engine.vendor.docker.distribution.registry.client.errors import (
    handle_error_response,
    success_status,
)
from engine.vendor.docker.distribution.registry.client.transport import Transport
from engine.vendor.opencontainers import go_digest

if TYPE_CHECKING:
    from urllib3.response import BaseHTTPResponse

# More than any manifest, tag list or image configuration needs; a registry that sends more is
# refused instead of filling the memory.
LONGEST_DOCUMENT = 32 << 20


class WrongCodeForByteRange(GoError):
    """We asked for the rest of a blob and got the whole.

    Go: vendor/github.com/docker/distribution/registry/client/transport/http_reader.go
        ErrWrongCodeForByteRange
    """

    def __init__(self) -> None:
        super().__init__("expected HTTP 206 from byte range request")


class BlobUnknown(GoError):
    """The registry does not have the blob.

    Go: vendor/github.com/docker/distribution/blobs.go ErrBlobUnknown
    """

    def __init__(self) -> None:
        super().__init__("unknown blob")


@dataclass(slots=True)
class BlobReader:
    """A blob on its way: ``size`` is its whole length in bytes, 0 if the registry kept it."""

    answer: BaseHTTPResponse
    size: int

    def read(self, amount: int) -> bytes:
        """Return up to ``amount`` more bytes, or none at the end."""
        return self.answer.read(amount)

    def close(self) -> None:
        """Hang up."""
        self.answer.close()


class Repository:
    """One repository behind one endpoint.

    Go: repository
    """

    def __init__(self, name: Named, base_url: str, transport: Transport) -> None:
        self.name = name
        self._url = f"{base_url.rstrip('/')}/v2/{name.name}/"
        self._transport = transport

    def named(self) -> Named:
        """Return the repository's name without its host.

        Go: repository.Named
        """
        return self.name

    def all_tags(self, context: Context) -> list[str]:
        """Return every tag, page by page.

        Go: tags.All
        """
        found: list[str] = []
        url = self._url + "tags/list"
        while url:
            answer = self._transport.request("GET", url, context=context)
            if not success_status(answer.status):
                raise handle_error_response(answer)
            found += json.loads(_whole(answer)).get("tags") or []
            link = answer.headers.get("Link", "").partition(";")[0].strip("<> ")
            url = urljoin(url, link) if link else ""
        return found

    def get_tag(self, context: Context, tag: str) -> Descriptor:
        """Ask which manifest a tag stands for; HEAD first, GET where that says too little.

        Raises:
            RegistryErrors: the registry refuses.

        Go: tags.Get
        """
        with_tag(self.name, tag)
        url = self._url + "manifests/" + tag
        accept: dict[str, str | list[str]] = {"Accept": manifest_media_types()}
        head = self._transport.request("HEAD", url, accept, context=context)
        head.drain_conn()  # a connection goes back only when its answer is read
        if success_status(head.status) and head.headers.get("Docker-Content-Digest"):
            return _descriptor_from_response(head)
        answer = self._transport.request("GET", url, accept, context=context)
        if not success_status(answer.status):
            raise handle_error_response(answer)
        return _descriptor_from_response(answer)

    def get_manifest(self, context: Context, reference: str) -> Manifest:
        """Fetch the manifest with a digest or tag.

        Raises:
            RegistryErrors: the registry refuses.
            GoError: the manifest cannot be read.

        Go: manifests.Get
        """
        url = self._url + "manifests/" + reference
        answer = self._transport.request(
            "GET", url, {"Accept": manifest_media_types()}, context=context
        )
        if not success_status(answer.status):
            raise handle_error_response(answer)
        return unmarshal_manifest(answer.headers.get("Content-Type", ""), _whole(answer))

    def get_blob(self, context: Context, digest: str) -> bytes:
        """Fetch a small blob, such as an image configuration.

        Go: blobs.Get
        """
        return _whole(self.open_blob(context, digest).answer)

    def open_blob(self, context: Context, digest: str, offset: int = 0) -> BlobReader:
        """Start to fetch a blob from ``offset`` on.

        Raises:
            BlobUnknown: the registry does not have it.
            WrongCodeForByteRange: the registry cannot start in the middle.

        Go: blobs.Open, transport/http_reader.go httpReadSeeker.reader
        """
        headers = {"Range": f"bytes={offset}-"} if offset else {}
        url = self._url + "blobs/" + digest
        answer = self._transport.request("GET", url, headers, context=context)
        if answer.status == 404:
            raise BlobUnknown
        if not success_status(answer.status):
            raise handle_error_response(answer)
        if not offset:
            return BlobReader(answer, int(answer.headers.get("Content-Length") or 0))
        if answer.status != 206:
            answer.close()
            raise WrongCodeForByteRange
        return BlobReader(answer, _content_range(answer.headers.get("Content-Range", ""), offset))


def _content_range(header: str, offset: int) -> int:
    """Return the whole size that ``bytes 5-9/10`` tells, 0 if it does not."""
    try:
        span, _, size = header.removeprefix("bytes ").partition("/")
        start = int(span.partition("-")[0])
        whole = 0 if size == "*" else int(size)
    except ValueError as error:
        raise GoError(f"could not parse Content-Range header: {header}") from error
    if start != offset:
        raise GoError(
            f"received Content-Range starting at offset {start} instead of requested {offset}"
        )
    return whole


def _whole(answer: BaseHTTPResponse) -> bytes:
    body = answer.read(LONGEST_DOCUMENT + 1)
    if len(body) > LONGEST_DOCUMENT:
        answer.close()
        raise GoError(f"the registry's answer is longer than {LONGEST_DOCUMENT} bytes")
    answer.release_conn()
    return body


def _descriptor_from_response(answer: BaseHTTPResponse) -> Descriptor:
    """Read a descriptor off an answer's headers, or off its body where they do not tell.

    Go: descriptorFromResponse
    """
    media_type = answer.headers.get("Content-Type", "")
    if not media_type:
        raise GoError("missing or empty Content-Type header")
    digest = answer.headers.get("Docker-Content-Digest", "")
    if not digest:
        manifest = unmarshal_manifest(media_type, _whole(answer))
        return Descriptor(manifest.media_type, manifest.digest, len(manifest.payload))
    go_digest.validate(digest)
    length = answer.headers.get("Content-Length", "")
    if not length:
        raise GoError("missing or empty Content-Length header")
    return Descriptor(media_type, digest, int(length))
