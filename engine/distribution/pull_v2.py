"""Pull over the registry HTTP API v2.

Go: distribution/pull_v2.go
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from engine.distribution import manifest as manifests
from engine.distribution.errors import (
    FallbackError,
    ImageConfigPullError,
    Schema1Refused,
    continue_on_error,
    is_not_found,
)
from engine.distribution.layer_descriptor import V2LayerDescriptor
from engine.distribution.manifest import ManifestStore
from engine.distribution.metadata.v2_metadata_service import V2MetadataService
from engine.distribution.pull import ImagePullConfig, add_digest_reference, write_status
from engine.distribution.pull_v2_checks import (
    allow_v1_fallback,
    broken_registry,
    check_class,
    check_supported_media_type,
    schema2_manifest_digest,
)
from engine.distribution.pull_v2_config import Background, retry
from engine.distribution.pull_v2_unix import filter_manifests, format_platform
from engine.distribution.registry import new_v2_repository
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

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


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
            context,
            self.repo_info,
            self.endpoint,
            self.config.meta_headers,
            self.config.auth_config,
            "pull",
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
            names = self._asking_first(lambda: self.repo.all_tags(context))
            self.confirmed_v2 = True
            tags = [with_tag(ref, tag) for tag in names]
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
            shown = tag = ref.tag
            descriptor = self._asking_first(lambda: self.repo.get_tag(context, tag))
        else:
            raise GoError(
                f"internal error: reference has neither a tag nor a digest: {familiar_string(ref)}"
            )
        manifest = self._manifest(context, ref, descriptor)
        check_class(manifest, ref)
        self.confirmed_v2 = True
        name = familiar_name(self.repo.named())
        progress.message(self.out, shown, f"Pulling from {name}")
        id, digest = self._pull_manifest(context, ref, manifest)
        progress.message(self.out, "", f"Digest: {digest}")
        return self._add_references(ref, id, digest)

    def _asking_first(self, ask: Callable[[], _T]) -> _T:
        """Return what ``ask`` does; a refusal is one of this endpoint only."""
        try:
            return ask()
        except Exception as error:
            failure = allow_v1_fallback(error)
        raise failure

    def _manifest(self, context: Context, ref: Named, descriptor: Descriptor) -> Manifest:
        """Get the manifest by digest, or by tag from a registry that cannot do that."""
        try:
            return self.manifest_store.get(context, descriptor)
        except Exception as error:
            if not (isinstance(ref, NamedTagged) and is_not_found(error)):
                raise
            progress.message(self.out, "WARNING", broken_registry(self.endpoint.url))
            try:
                return self.repo.get_manifest(context, "", tag=ref.tag)
            except Exception as second:
                raise errors.wrap(
                    second, "error after falling back to get manifest by tag"
                ) from second

    def _pull_manifest(self, context: Context, ref: Named, manifest: Manifest) -> tuple[str, str]:
        if manifest.is_list:
            return self.pull_manifest_list(context, ref, manifest)
        return self.pull_schema2(context, ref, manifest, self.config.platform)

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

    def pull_schema2(
        self, context: Context, ref: Named, manifest: Manifest, platform: Platform | None
    ) -> tuple[str, str]:
        """Pull an image by its manifest, Docker's schema 2 or OCI's, which differ in names only.

        Returns the image's ID and the manifest's digest.

        Go: v2Puller.pullSchema2, v2Puller.pullOCI
        """
        digest = schema2_manifest_digest(ref, manifest)
        os = platform.os if platform is not None else ""
        return self.pull_schema2_layers(context, manifest.config, manifest.layers, os), digest

    def pull_schema2_layers(
        self, context: Context, target: Descriptor, layers: list[Descriptor], os: str
    ) -> str:
        """Fetch configuration and layers side by side, see that they belong together, keep them.

        Go: v2Puller.pullSchema2Layers
        """
        check_supported_media_type(target.media_type)
        if self._has_image(target.digest):
            return target.digest
        descriptors = [self._layer_descriptor(layer) for layer in layers]
        inner = Context(context)
        config = Background(lambda: self._receive_config(inner, target.digest), inner.cancel)
        try:
            try:
                root_fs, release = self.config.download_manager.download(
                    inner, os, descriptors, self.out
                )
            except Exception:
                config.result()  # what is wrong there is told rather
                raise
            try:
                config_json, diff_ids = config.result()
                if list(root_fs.diff_ids or ()) != diff_ids:
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
        check_supported_media_type(layer.media_type)
        return V2LayerDescriptor(
            layer, self.repo, self.repo_info, self.metadata_service, self.config.temp_dir
        )

    def _receive_config(self, context: Context, digest: str) -> tuple[bytes, list[str]]:
        """Fetch the configuration; return it, and the layers that it names.

        Go: receiveConfig
        """
        try:
            config_json = self.pull_schema2_config(context, digest)
        except Exception as error:
            raise ImageConfigPullError(error) from error
        root_fs = self.config.image_store.root_fs_from_config(config_json)
        self.config.image_store.platform_from_config(config_json)
        if root_fs is None:
            raise GoError("invalid rootfs in image configuration")
        return config_json, list(root_fs.diff_ids or ())

    def pull_schema2_config(self, context: Context, digest: str) -> bytes:
        """Fetch the image's configuration and compare it with its digest.

        Go: v2Puller.pullSchema2Config
        """
        go_digest.validate(digest)
        config_json = retry(context, lambda: self.repo.get_blob(context, digest))
        if not manifests.matches(config_json, digest):
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
            raise Schema1Refused(ref)
        manifest_ref = with_digest(trim_named(ref), matches[0].digest)
        id, _ = self.pull_schema2(context, manifest_ref, chosen, matches[0].platform)
        return id, digest
