"""A repository in a registry: its tags, its manifests, its blobs.

Go: vendor/github.com/docker/distribution/registry/client/repository.go
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import urljoin

from engine.golang import struct_tags
from engine.golang.context import Context
from engine.golang.errors import GoError
from engine.golang.http.client import ClientResponse
from engine.golang.struct_tags import tag
from engine.vendor.docker.distribution.manifests import (
    Descriptor,
    Manifest,
    manifest_media_types,
    unmarshal_manifest,
)
from engine.vendor.docker.distribution.reference import Named, with_digest, with_tag
from engine.vendor.docker.distribution.registry.client.errors import (
    handle_error_response,
    retry_advice,
    success_status,
)
from engine.vendor.docker.distribution.registry.client.transport import Transport
from engine.vendor.opencontainers import go_digest

# More than any manifest, tag list or image configuration needs; a registry that sends more is
# refused instead of filling the memory.
LONGEST_DOCUMENT = 32 << 20
_ATTEMPTS = 5


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

    answer: ClientResponse
    size: int

    def read(self, amount: int, /) -> bytes:
        """Return up to ``amount`` more bytes, fewer only at the end."""
        return self.answer.read(amount)

    def readinto(self, buffer: memoryview) -> int:
        """Fill ``buffer`` with more of it; return how much, less only at the end."""
        return self.answer.readinto(buffer)

    def close(self) -> None:
        """Hang up."""
        self.answer.close()


@dataclass(slots=True, kw_only=True)
class _Tags:
    GO_NAME: ClassVar[str] = ""

    tags: list[str] | None = field(default=None, metadata=tag("tags"))


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

        Raises:
            RegistryErrors: the registry refuses.
            JSONError: it does not answer with tags.

        Go: tags.All
        """
        found: list[str] = []
        url, seen = self._url + "tags/list", set[str]()
        while url and url not in seen:
            seen.add(url)
            with self._request(context, "GET", url) as answer:
                _check(answer)
                found += struct_tags.unmarshal(_Tags, _whole(answer)).tags or []
            link = answer.headers.get("Link", "").partition(";")[0].strip("<>")
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
        with self._request(context, "HEAD", url, accept) as head:
            if success_status(head.status) and head.headers.get("Docker-Content-Digest"):
                return _descriptor_from_response(head)
        with self._request(context, "GET", url, accept) as answer:
            _check(answer)
            return _descriptor_from_response(answer)

    def get_manifest(self, context: Context, digest: str, *, tag: str = "") -> Manifest:
        """Fetch the manifest with a digest; with a tag if that is given.

        Raises:
            RegistryErrors: the registry refuses.
            GoError: it is no digest, or the manifest cannot be read.

        Go: manifests.Get
        """
        # Whoever named it: nothing else goes into the address.
        if tag:
            with_tag(self.name, tag)
        else:
            with_digest(self.name, digest)
        url = f"{self._url}manifests/{tag or digest}"
        accept: dict[str, str | list[str]] = {"Accept": manifest_media_types()}
        with self._request(context, "GET", url, accept) as answer:
            _check(answer)
            return unmarshal_manifest(answer.headers.get("Content-Type", ""), _whole(answer))

    def _request(
        self,
        context: Context,
        method: str,
        url: str,
        headers: Mapping[str, str | list[str]] | None = None,
    ) -> ClientResponse:
        """Ask for a document; ask again when the registry says that it will have time later.

        Differs from Go, which gives up. A layer is asked for again by who shows its progress.
        """
        for _ in range(_ATTEMPTS - 1):
            answer = self._transport.request(method, url, headers, context=context)
            seconds = retry_advice(answer)
            if seconds is None:
                return answer
            answer.close()
            if context.wait(seconds):
                context.check()
        return self._transport.request(method, url, headers, context=context)

    def get_blob(self, context: Context, digest: str) -> bytes:
        """Fetch a small blob, such as an image configuration.

        Go: blobs.Get
        """
        with self.open_blob(context, digest).answer as answer:
            return _whole(answer)

    def open_blob(self, context: Context, digest: str, offset: int = 0) -> BlobReader:
        """Start to fetch a blob from ``offset`` on; the caller closes it.

        Raises:
            BlobUnknown: the registry does not have it.
            WrongCodeForByteRange: the registry cannot start in the middle.

        Go: blobs.Open
        """
        with_digest(self.name, digest)
        headers = {"Range": f"bytes={offset}-"} if offset else {}
        url = self._url + "blobs/" + digest
        answer = self._transport.request("GET", url, headers, context=context)
        try:
            if answer.status == 404:
                raise BlobUnknown
            if offset and answer.status == 416:
                raise WrongCodeForByteRange
            _check(answer)
            if not offset:
                return BlobReader(answer, max(answer.content_length, 0))
            if answer.status != 206:
                raise WrongCodeForByteRange
            return BlobReader(answer, _whole_size(answer.headers.get("Content-Range"), offset))
        except BaseException:
            answer.close()
            raise


def _whole_size(header: str | None, offset: int) -> int:
    """Return the whole size that ``bytes 5-9/10`` tells, 0 if it does not."""
    if not header:
        raise GoError("no Content-Range header found in HTTP 206 response")
    found = re.search(r"bytes ([0-9]+)-([0-9]+)/([0-9]+|\*)", header)
    if found is None:
        raise GoError(f"could not parse Content-Range header: {header}")
    start, end = int(found[1]), int(found[2])
    if start != offset:
        raise GoError(
            f"received Content-Range starting at offset {start} instead of requested {offset}"
        )
    if found[3] == "*":
        return 0
    if end + 1 != int(found[3]):
        raise GoError(f"range in Content-Range stops before the end of the content: {header}")
    return int(found[3])


def _check(answer: ClientResponse) -> None:
    """Raise what a refusal means."""
    if not success_status(answer.status):
        raise handle_error_response(answer)


def _whole(answer: ClientResponse) -> bytes:
    body = answer.read(LONGEST_DOCUMENT + 1)
    if len(body) > LONGEST_DOCUMENT:
        raise GoError(f"the registry's answer is longer than {LONGEST_DOCUMENT} bytes")
    return body


def _descriptor_from_response(answer: ClientResponse) -> Descriptor:
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
