"""Pull over the registry HTTP API v2.

Go: distribution/pull_v2.go
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from typing import Any

from engine.distribution import manifest as manifests
from engine.distribution.errors import (
    ImageConfigPullError,
    InvalidManifestClass,
    InvalidManifestFormat,
    continue_on_error,
    is_not_found,
    retry_on_error,
)
from engine.distribution.layer_descriptor import V2LayerDescriptor
from engine.distribution.manifest import ManifestStore
from engine.distribution.metadata.v2_metadata_service import V2MetadataService
from engine.distribution.pull import ImagePullConfig, add_digest_reference, write_status
from engine.distribution.pull_v2_unix import filter_manifests, format_platform
from engine.distribution.registry import (
    IMAGE_TYPES,
    MEDIA_TYPE_CLASSES,
    FallbackError,
    new_v2_repository,
)
from engine.distribution.xfer.transfer import DoNotRetry
from engine.golang import errors
from engine.golang.context import Context
from engine.golang.errors import GoError
from engine.pkg.progress import progress
from engine.registry.service import APIEndpoint
from engine.registry.types import RepositoryInfo
from engine.vendor.docker.distribution.manifests import Descriptor, Manifest
from engine.vendor.docker.distribution.reference import (
    Canonical,
    Named,
    NamedTagged,
    familiar_name,
    familiar_string,
    is_name_only,
    trim_named,
    with_digest,
    with_tag,
)
from engine.vendor.docker.distribution.registry.client.repository import Repository
from engine.vendor.opencontainers import go_digest
from engine.vendor.opencontainers.image_spec.v1 import Platform

MAX_SCHEMA_PULL_ATTEMPTS = 5
SCHEMA_PULL_BACKOFF_SECONDS = 0.25

_log = logging.getLogger(__name__)


class V2Puller:
    """Pulls from one endpoint.

    Go: v2Puller
    """

    repo: Repository
    manifest_store: ManifestStore

    def __init__(
        self, endpoint: APIEndpoint, repo_info: RepositoryInfo, config: ImagePullConfig
    ) -> None:
        self.endpoint = endpoint
        self.repo_info = repo_info
        self.config = config
        self.out = config.progress_output
        self.metadata_service = V2MetadataService(config.metadata_store)
        self.confirmed_v2 = False

    def pull(self, context: Context, ref: Named) -> None:
        """Pull one tag or digest, or every tag of the repository.

        Raises:
            FallbackError: another endpoint may do better.
            Exception: none will.

        Go: v2Puller.Pull
        """
        self.repo, self.confirmed_v2 = new_v2_repository(
            self.repo_info, self.endpoint, self.config.auth_config, "pull"
        )
        self.manifest_store = ManifestStore(self.repo)
        try:
            self.pull_v2_repository(context, ref)
        except FallbackError:
            raise
        except Exception as error:
            if context.cancelled or not continue_on_error(error, self.endpoint.mirror):
                raise
            raise FallbackError(error, confirmed_v2=self.confirmed_v2, transport_ok=True) from error

    def pull_v2_repository(self, context: Context, ref: Named) -> None:
        """Pull what ``ref`` names and say whether that brought anything new.

        Go: v2Puller.pullV2Repository
        """
        if is_name_only(ref):
            tags = [with_tag(ref, tag) for tag in self.repo.all_tags(context)]
            downloaded = [self.pull_v2_tag(context, tag) for tag in tags]
            write_status(familiar_string(ref), self.out, any(downloaded))
        else:
            write_status(familiar_string(ref), self.out, self.pull_v2_tag(context, ref))

    def pull_v2_tag(self, context: Context, ref: Named) -> bool:
        """Pull one image and give it its names; return whether any of that was new.

        Go: v2Puller.pullV2Tag
        """
        if isinstance(ref, Canonical):
            shown, descriptor = str(ref), Descriptor("", ref.digest, 0)
        elif isinstance(ref, NamedTagged):
            shown, descriptor = ref.tag, self.repo.get_tag(context, ref.tag)
        else:
            raise GoError(
                f"internal error: reference has neither a tag nor a digest: {familiar_string(ref)}"
            )
        manifest = self._manifest(context, ref, descriptor)
        _check_class(manifest)
        self.confirmed_v2 = True
        name = familiar_name(self.repo.named())
        progress.message(self.out, shown, f"Pulling from {name}")
        id, digest = self._pull_manifest(context, ref, manifest)
        progress.message(self.out, "", f"Digest: {digest}")
        return self._add_references(ref, id, digest)

    def _manifest(self, context: Context, ref: Named, descriptor: Descriptor) -> Manifest:
        """Get the manifest by digest, or by tag from a registry that cannot do that."""
        try:
            return self.manifest_store.get(context, descriptor)
        except Exception as error:
            if not (isinstance(ref, NamedTagged) and is_not_found(error)):
                raise
            progress.message(self.out, "WARNING", _broken_registry(self.endpoint.url))
            try:
                return self.repo.get_manifest(context, ref.tag)
            except Exception as second:
                raise errors.wrap(
                    second, "error after falling back to get manifest by tag"
                ) from second

    def _pull_manifest(self, context: Context, ref: Named, manifest: Manifest) -> tuple[str, str]:
        if manifest.is_list:
            return self.pull_manifest_list(context, ref, manifest)
        if manifest.is_schema1:
            raise _Schema1Refused(familiar_string(ref))
        return self.pull_schema2(context, ref, manifest)

    def _add_references(self, ref: Named, id: str, digest: str) -> bool:
        store = self.config.reference_store
        try:
            known = store.get(ref)
        except Exception as missing:
            _log.debug("%s", missing)
            known = ""
        if known == id:
            add_digest_reference(store, ref, digest, id)
            return False
        if isinstance(ref, Canonical):
            store.add_digest(ref, id, True)
        else:
            add_digest_reference(store, ref, digest, id)
            store.add_tag(ref, id, True)
        return True

    def pull_schema2(self, context: Context, ref: Named, manifest: Manifest) -> tuple[str, str]:
        """Pull an image by its manifest, Docker's schema 2 or OCI's, which differ in names only.

        Returns the image's ID and the manifest's digest.

        Go: v2Puller.pullSchema2, v2Puller.pullOCI
        """
        digest = schema2_manifest_digest(ref, manifest)
        return self.pull_schema2_layers(context, manifest.config, manifest.layers), digest

    def pull_schema2_layers(
        self, context: Context, target: Descriptor, layers: list[Descriptor]
    ) -> str:
        """Fetch configuration and layers side by side, see that they belong together, keep them.

        Go: v2Puller.pullSchema2Layers
        """
        if self._has_image(target.digest):
            return target.digest
        descriptors = [self._layer_descriptor(layer) for layer in layers]
        inner = Context(context)
        config = _Background(lambda: self._receive_config(inner, target.digest), inner.cancel)
        try:
            try:
                root_fs, release = self.config.download_manager.download(
                    inner, descriptors, self.out
                )
            except Exception:
                config.raise_error()  # it says more than that the layers were cancelled
                raise
            try:
                config_json, diff_ids = config.result()
                if root_fs.diff_ids != diff_ids:
                    raise GoError("layers from manifest don't match image configuration")
                return self.config.image_store.put(config_json)
            finally:
                release()
        finally:
            inner.cancel()

    def _has_image(self, digest: str) -> bool:
        try:
            self.config.image_store.get(digest)
        except Exception as missing:
            _log.debug("%s", missing)
            return False
        return True

    def _layer_descriptor(self, layer: Descriptor) -> V2LayerDescriptor:
        try:
            go_digest.validate(layer.digest)
        except GoError as error:
            raise errors.wrap(error, f'could not validate layer digest "{layer.digest}"') from error
        return V2LayerDescriptor(
            layer.digest, self.repo, self.repo_info, self.metadata_service, self.config.temp_dir
        )

    def _receive_config(self, context: Context, digest: str) -> tuple[bytes, list[str]]:
        """Fetch the configuration; return it, and the layers that it names.

        Go: receiveConfig
        """
        try:
            config_json = self.pull_schema2_config(context, digest)
        except Exception as error:
            raise ImageConfigPullError(error) from error
        tree: Any = json.loads(config_json)
        root_fs = tree.get("rootfs") if isinstance(tree, dict) else None
        if not isinstance(root_fs, dict):
            raise GoError("invalid rootfs in image configuration")
        return config_json, [str(diff_id) for diff_id in root_fs.get("diff_ids") or []]

    def pull_schema2_config(self, context: Context, digest: str) -> bytes:
        """Fetch the image's configuration and compare it with its digest.

        Go: v2Puller.pullSchema2Config
        """
        go_digest.validate(digest)
        config_json = retry(context, lambda: self.repo.get_blob(context, digest))
        if go_digest.from_bytes(config_json) != digest:
            raise GoError(f"image config verification failed for digest {digest}")
        return config_json

    def pull_manifest_list(
        self, context: Context, ref: Named, manifest: Manifest
    ) -> tuple[str, str]:
        """Pull the entry of a list that is for this machine, or for the platform asked for.

        Returns the image's ID and the digest of the list.

        Go: v2Puller.pullManifestList
        """
        digest = schema2_manifest_digest(ref, manifest)
        platform = self.config.platform or Platform()
        matches = filter_manifests(manifest.manifests, platform)
        if not matches:
            raise GoError(
                f"no matching manifest for {format_platform(platform)} in the manifest list entries"
            )
        chosen = self.manifest_store.get(context, matches[0])
        if chosen.is_list:
            raise GoError("unsupported manifest format")
        if chosen.is_schema1:
            raise _Schema1Refused(familiar_string(ref))
        manifest_ref = with_digest(trim_named(ref), matches[0].digest)
        id, _ = self.pull_schema2(context, manifest_ref, chosen)
        return id, digest


class _Schema1Refused(InvalidManifestFormat):
    """A manifest of schema 1.

    Differs from Go, where v20.10 still pulls these; every registry of today has converted them.
    """

    def __init__(self, ref: str) -> None:
        super().__init__()
        self.args = (
            f"Docker Image manifest version 2, schema 1 is not supported (image {ref}). "
            "More information at https://docs.docker.com/registry/spec/deprecated-schema-v1/",
        )


class _Background:
    """Runs a function beside us; cancels the rest if it fails."""

    def __init__(
        self, function: Callable[[], tuple[bytes, list[str]]], cancel: Callable[[], None]
    ) -> None:
        self._function = function
        self._cancel = cancel
        self._value: tuple[bytes, list[str]] | None = None
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="image-config", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._value = self._function()
        except Exception as error:
            self._error = error
            self._cancel()

    def raise_error(self) -> None:
        """Raise what the function has failed with so far."""
        if self._error is not None:
            raise self._error

    def result(self) -> tuple[bytes, list[str]]:
        """Wait for the function and return what it did."""
        self._thread.join()
        self.raise_error()
        assert self._value is not None
        return self._value


def _check_class(manifest: Manifest) -> None:
    """Refuse what is no image, such as a plugin."""
    if manifest.is_list or manifest.is_schema1:
        return
    media_type = manifest.config.media_type
    if media_type not in IMAGE_TYPES:
        raise InvalidManifestClass(media_type, MEDIA_TYPE_CLASSES.get(media_type, "unknown"))


def _broken_registry(url: str) -> str:
    sign = "\N{WARNING SIGN}\N{VARIATION SELECTOR-16}"
    return (
        f"{sign} Failed to pull manifest by the resolved digest. This registry does not\n"
        "\tappear to conform to the distribution registry specification; falling back to\n"
        "\tpull by tag.  This fallback is DEPRECATED, and will be removed in a future\n"
        f"\trelease.  Please contact admins of {url}. {sign}\n"
    )


def schema2_manifest_digest(ref: Named, manifest: Manifest) -> str:
    """Return the manifest's digest; by digest, only what was asked for will do.

    Raises:
        GoError: another manifest came.

    Go: schema2ManifestDigest
    """
    if isinstance(ref, Canonical):
        manifests.verify(manifest, ref.digest)
        return ref.digest
    return manifest.digest


def retry(context: Context, attempt: Callable[[], bytes]) -> bytes:
    """Try up to five times, with longer and longer pauses.

    Go: retry
    """
    seconds = SCHEMA_PULL_BACKOFF_SECONDS
    for count in range(1, MAX_SCHEMA_PULL_ATTEMPTS + 1):
        try:
            return attempt()
        except Exception as error:
            final = retry_on_error(error)
            if isinstance(final, DoNotRetry) or count == MAX_SCHEMA_PULL_ATTEMPTS:
                raise errors.wrap(error, f"download failed after attempts={count}") from error
        if context.wait(seconds):
            context.check()
        seconds *= 2
    raise AssertionError("unreachable")
