"""Pull an image: from what the client asked for to what distribution needs.

Go: daemon/images/image_pull.go
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from engine import errdefs
from engine.api.types.auth import AuthConfig
from engine.daemon.images.image import ErrImageDoesNotExist
from engine.golang.context import Context
from engine.golang.errors import GoError
from engine.pkg.progress import progress
from engine.pkg.progress.progress import Progress
from engine.vendor.docker.distribution import reference
from engine.vendor.opencontainers import go_digest
from engine.vendor.opencontainers.image_spec.v1 import Platform

if TYPE_CHECKING:
    from engine.daemon.images.service import ImageService

_log = logging.getLogger(__name__)


class Writer(Protocol):
    """Takes the lines that the client draws progress from."""

    def write(self, data: bytes, /) -> object:
        """Pass ``data`` on; OSError when the client is gone."""
        ...


def pull_image(
    service: ImageService,
    context: Context,
    image: str,
    tag: str,
    platform: Platform | None,
    meta_headers: Mapping[str, list[str]],
    auth_config: AuthConfig | None,
    out: Writer,
) -> None:
    """Pull ``image`` with a tag or digest; progress goes to ``out`` as lines of JSON.

    Raises:
        InvalidParameter: the text is no reference.
        NotFound: the registry does not have it.
        Unknown: the registry or the network failed.

    Go: ImageService.PullImage
    """
    # `docker pull --all-tags` of old sent a name with a colon and nothing behind it.
    image = image.removesuffix(":")
    with errdefs.reported_as(errdefs.InvalidParameter):
        ref = _reference(image, tag)
    pull_image_with_reference(service, context, ref, platform, meta_headers, auth_config, out)
    if platform is not None:
        _warn_of_platform(service, image, platform, out)


def _reference(image: str, tag: str) -> reference.Named:
    """Put name and tag together; the tag may be a digest."""
    ref = reference.parse_normalized_named(image)
    if not tag:
        return ref
    try:
        go_digest.validate(tag)
    except GoError:
        return reference.with_tag(ref, tag)
    return reference.with_digest(reference.trim_named(ref), tag)


def _warn_of_platform(service: ImageService, image: str, platform: Platform, out: Writer) -> None:
    """Say so when an image for one platform only came for another than was asked for."""
    from engine.pkg.streamformatter.streamformatter import new_json_progress_output

    try:
        service.get_image(image, platform)
    except ErrImageDoesNotExist as error:
        _log.debug("%s", error)  # pulled with another tag than `latest`
    except errdefs.NotFound as error:
        output = new_json_progress_output(out, new_lines=False)
        progress.message(output, "", f"WARNING: {error}")
        _log.warning("ignoring platform mismatch on single-arch image %s: %s", image, error)


def pull_image_with_reference(
    service: ImageService,
    context: Context,
    ref: reference.Named,
    platform: Platform | None,
    meta_headers: Mapping[str, list[str]],
    auth_config: AuthConfig | None,
    out: Writer,
) -> None:
    """Pull what ``ref`` names.

    Differs from Go, which takes out a lease on containerd's content store: there is none here.

    Go: ImageService.pullImageWithReference
    """
    from engine.distribution.pull import ImagePullConfig, pull

    inner = Context(context)
    reports = ProgressQueue(inner, out)
    try:
        pull(
            inner,
            ref,
            ImagePullConfig(
                registry_service=service.registry_service,
                download_manager=service.download_manager,
                image_store=service.image_store_for_pull(),
                reference_store=service.reference_store,
                metadata_store=service.distribution_metadata_store,
                progress_output=reports,
                image_event_logger=service.log_image_event,
                temp_dir=service.temp_dir,
                auth_config=auth_config or AuthConfig(),
                meta_headers=meta_headers,
                platform=platform,
            ),
        )
    finally:
        reports.close()


class ProgressQueue:
    """Passes progress to the client from a thread of its own, so that a slow one slows nobody.

    A client that is gone cancels the pull.

    Go: distribution/utils/progress.go WriteDistributionProgress
    """

    def __init__(self, context: Context, out: Writer) -> None:
        from engine.pkg.streamformatter.streamformatter import new_json_progress_output

        self._context = context
        self._output = new_json_progress_output(out, new_lines=False)
        self._queue: queue.SimpleQueue[Progress | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="pull-progress", daemon=True)
        self._thread.start()

    def write_progress(self, report: Progress) -> None:
        """Queue a report."""
        self._queue.put(report)

    def close(self) -> None:
        """Wait until every report is with the client."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        gone = False
        while (report := self._queue.get()) is not None:
            if gone:
                continue
            try:
                self._output.write_progress(report)
            except Exception as error:
                _log.info("Pull session cancelled: %s", error)
                self._context.cancel()
                gone = True
