"""The default driver: each volume is a directory under ``volumes/``.

Go: volume/local/local.go
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Mapping

from engine import errdefs, quota
from engine.daemon.names import names
from engine.golang import errors, filepath, filesystem, strconv, struct_tags
from engine.golang.defer import Undo
from engine.pkg import idtools
from engine.volume import volume
from engine.volume.local import local_unix
from engine.volume.local.local_unix import VOLUMES_PATH_NAME, OptsConfig
from engine.volume.local.volume import LocalVolume
from engine.volume.volume import Volume

_log = logging.getLogger(__name__)
VOLUME_DATA_PATH_NAME = "_data"
_OPTS_FILE = "opts.json"


class Root:
    """Makes, finds and removes the volumes under one data root.

    Making it creates ``volumes/``, 0701, with a device node in it (see `quota.new_control`), and
    finds the volumes in there.

    Raises:
        GoPathError: the directory can be neither made nor read.
        GoError: an ``opts.json`` is not JSON.

    Go: Root
    """

    def __init__(self, scope: str, root_identity: idtools.Identity) -> None:
        self._m = threading.Lock()
        self._scope = scope
        self._path = filepath.join(scope, VOLUMES_PATH_NAME)
        self._root_identity = root_identity
        idtools.mkdir_all_and_chown(self._path, 0o701, idtools.current_identity())
        with os.scandir(self._path) as entries:
            found = sorted(
                item.name
                for item in entries
                if item.is_dir(follow_symlinks=False) and not _was_cut_off(item.path)
            )
        try:
            quota.new_control(self._path)
        except (errdefs.Error, errors.GoError, OSError) as error:
            _log.debug("No quota support for local volumes in %s: %s", self._path, error)
        self._volumes = {name: self._restore(name) for name in found}

    def _restore(self, name: str) -> LocalVolume:
        """Find a volume of an earlier run, and unmount what that may have left mounted.

        Go: New
        """
        found = LocalVolume(name=name, path=self.data_path(name), driver_name=self.name())
        try:
            text = filesystem.read_file(filepath.join(self._path, name, _OPTS_FILE))
        except OSError:
            return found
        try:
            opts = struct_tags.unmarshal(OptsConfig, text)
        except struct_tags.JSONError as error:
            raise errors.wrap(
                error, f"error while unmarshaling volume options for volume: {name}"
            ) from error
        # Old engines wrote the file without any option in it.
        if opts != OptsConfig():
            found.opts = opts
        local_unix.unmount(found.path())
        return found

    def name(self) -> str:
        """Return ``local``.

        Go: Root.Name
        """
        return volume.DEFAULT_DRIVER_NAME

    def scope(self) -> str:
        """Return ``local``: other hosts do not see these volumes.

        Go: Root.Scope
        """
        return volume.LOCAL_SCOPE

    def list(self) -> list[Volume]:
        """Return all volumes.

        Go: Root.List
        """
        with self._m:
            return [*self._volumes.values()]

    def data_path(self, volume_name: str) -> str:
        """Return where the data of a volume is.

        Go: Root.DataPath
        """
        return filepath.join(self._path, volume_name, VOLUME_DATA_PATH_NAME)

    def create(self, name: str, opts: Mapping[str, str] | None) -> LocalVolume:
        """Make a volume, or return the one of that name.

            volumes/NAME/            0701
            volumes/NAME/_data/      0755  owned by the containers' root
            volumes/NAME/opts.json   0600  (with options only)

        Raises:
            InvalidParameter: the name or an option is wrong; nothing was left behind.
            System: the host refused.

        Go: Root.Create
        """
        self.validate_name(name)
        with self._m, Undo() as undo:
            if name in self._volumes:
                return self._volumes[name]
            path = self.data_path(name)
            self._make_directories(path, undo)
            made = LocalVolume(name=name, path=path, driver_name=self.name())
            if opts:
                local_unix.set_opts(made, opts)
                self._persist_opts(made)
            self._volumes[name] = made
            return made

    def _make_directories(self, path: str, undo: Undo) -> None:
        """Make both; unlike in Go, the upper one does not stay where the lower one fails."""
        root = os.path.dirname(path)
        # Root in a user namespace has no business in the upper directory, only in the lower.
        for kind, directory, mode, owner in (
            ("root", root, 0o701, idtools.current_identity()),
            ("data", path, 0o755, self._root_identity),
        ):
            try:
                idtools.mkdir_all_and_chown(directory, mode, owner)
            except OSError as error:
                raise errdefs.System(
                    f"error while creating volume {kind} path '{directory}': {errors.text(error)}"
                ) from error
            undo.defer(filesystem.remove_all, directory)

    def _persist_opts(self, made: LocalVolume) -> None:
        file = filepath.join(os.path.dirname(made.path()), _OPTS_FILE)
        try:
            filesystem.write_file(file, struct_tags.marshal(made.opts), 0o600)
        except OSError as error:
            raise errdefs.System(
                f"error while persisting volume options: {errors.text(error)}"
            ) from error

    def remove(self, vol: Volume) -> None:
        """Remove a volume with its data.

        Raises:
            System: it is mounted, lies elsewhere, or the host refused.

        Go: Root.Remove
        """
        with self._m:
            if not isinstance(vol, LocalVolume):
                raise errdefs.System(f"unknown volume type {type(vol).__name__}")
            if vol.active > 0:
                raise errdefs.System("volume has active mounts")
            vol.unmount_device()
            root = os.path.dirname(vol.path())
            real_path = os.path.realpath(vol.path()) if os.path.exists(vol.path()) else root
            if not local_unix.scoped_path(self._scope, real_path):
                raise errdefs.System(
                    "Unable to remove a directory outside of the local volume root "
                    f"{self._scope}: {real_path}"
                )
            _remove_path(real_path)
            self._volumes.pop(vol.name(), None)
            _remove_path(root)

    def get(self, name: str) -> LocalVolume | None:
        """Return the volume of that name, or None.

        Go: Root.Get
        """
        with self._m:
            return self._volumes.get(name)

    def validate_name(self, name: str) -> None:
        """Refuse a name that could lead out of the directory of volumes.

        Raises:
            InvalidParameter: it has one character only, or a forbidden one.

        Go: Root.validateName
        """
        if len(name.encode("utf-8", "surrogateescape")) == 1:
            raise errdefs.InvalidParameter(
                "volume name is too short, names should be at least two alphanumeric characters"
            )
        if names.RESTRICTED_NAME_PATTERN.match(name) is None:
            raise errdefs.InvalidParameter(
                f"{strconv.quote(name)} includes invalid characters for a local volume name, only "
                f"{strconv.quote(names.RESTRICTED_NAME_CHARS)} are allowed. If you intended to "
                "pass a host directory, use absolute path"
            )


def _was_cut_off(path: str) -> bool:
    """Remove the directory of a volume whose making ended before it got one for its data.

    dockerd keeps it as a volume that no container can be started with.
    """
    if os.path.lexists(filepath.join(path, VOLUME_DATA_PATH_NAME)):
        return False
    try:
        os.rmdir(path)
    except OSError:
        return False
    return True


def _remove_path(path: str) -> None:
    """Remove a directory of a volume.

    Raises:
        System: the host refused.

    Go: removePath
    """
    try:
        filesystem.remove_all(path)
    except OSError as error:
        raise errdefs.System(
            f"error removing volume path '{path}': {errors.text(error)}"
        ) from error
