"""The rules for mounts in Linux containers.

Go: volume/mounts/linux_parser.go
"""

from __future__ import annotations

from dataclasses import replace

from engine.api.types.mount import mount
from engine.api.types.mount.mount import Mount, Propagation, TmpfsOptions
from engine.golang import filepath
from engine.golang.errors import GoError
from engine.pkg.stringid import stringid
from engine.volume import volume
from engine.volume.mounts.linux_modes import (
    DEFAULT_PROPAGATION_MODE,
    linux_get_propagation,
    linux_has_propagation,
    linux_valid_mount_mode,
)
from engine.volume.mounts.linux_validate import (
    linux_validate_absolute,
    linux_validate_not_root,
    validate_bind,
    validate_volume,
)
from engine.volume.mounts.mounts import MountPoint, err_invalid_mode, err_invalid_spec
from engine.volume.mounts.validate import (
    MountConfigError,
    err_extra_field,
    err_missing_field,
)
from engine.volume.mounts.volume_copy import get_copy_mode
from engine.volume.mounts.volume_unix import has_resource

_SIZE_SUFFIXES = (("g", 1 << 30), ("m", 1 << 20), ("k", 1 << 10))


def linux_split_raw_spec(raw: str) -> list[str]:
    """Split ``-v``'s text at its colons: one to three parts, the first not empty.

    Raises:
        GoError: it has another shape.

    Go: linuxSplitRawSpec
    """
    parts = raw.split(":")
    if len(parts) > 3 or not parts[0]:
        raise err_invalid_spec(raw)
    return parts


class LinuxParser:
    """Reads mounts for Linux containers.

    Go: linuxParser
    """

    __slots__ = ()

    def validate_mount_config(self, mnt: Mount) -> None:
        """Refuse a mount that cannot be, a bind of a missing source included.

        Raises:
            MountConfigError: with what is wrong.

        Go: linuxParser.ValidateMountConfig
        """
        self.validate_mount_config_impl(mnt, True)

    def validate_mount_config_impl(self, mnt: Mount, validate_bind_source_exists: bool) -> None:
        """Refuse a mount that cannot be; ``-v`` may bind what is not there yet.

        Raises:
            MountConfigError: with what is wrong, the target first.

        Go: linuxParser.validateMountConfigImpl
        """
        try:
            if not mnt.target:
                raise err_missing_field("Target")
            linux_validate_not_root(mnt.target)
            linux_validate_absolute(mnt.target)
            if mnt.type == mount.TYPE_BIND:
                validate_bind(mnt, validate_bind_source_exists)
            elif mnt.type == mount.TYPE_VOLUME:
                validate_volume(mnt)
            elif mnt.type == mount.TYPE_TMPFS:
                self._validate_tmpfs(mnt)
            else:
                raise GoError("mount type unknown")
        except (GoError, OSError) as error:
            raise MountConfigError(mnt, error) from error

    def _validate_tmpfs(self, mnt: Mount) -> None:
        if mnt.bind_options is not None:
            raise err_extra_field("BindOptions")
        if mnt.source:
            raise err_extra_field("Source")
        self.convert_tmpfs_options(mnt.tmpfs_options, mnt.read_only)

    def read_write(self, mode: str) -> bool:
        """Say whether the container may write: not with ``ro``, nor with a mode that is wrong.

        Go: linuxParser.ReadWrite
        """
        return linux_valid_mount_mode(mode) and "ro" not in mode.split(",")

    def parse_mount_raw(self, raw: str, volume_driver: str) -> MountPoint:
        """Read ``DEST``, ``SOURCE:DEST`` or ``SOURCE:DEST:MODE``.

        A source that starts with a slash is a directory of the host, which need not exist; any
        other is the name of a volume, made by ``volume_driver`` if that is given.

        Raises:
            GoError: the text is wrong. Nobody says whose fault it is, so the user gets a 500.

        Go: linuxParser.ParseMountRaw
        """
        parts = linux_split_raw_spec(raw)
        if len(parts) == 2 and linux_valid_mount_mode(parts[1]):
            # DEST:MODE would be a volume without a source, which has no mode.
            raise err_invalid_spec(raw)
        source, target, mode = "", parts[0], ""
        if len(parts) > 1:
            source, target = parts[:2]
        if len(parts) > 2:
            mode = parts[2]
        if not linux_valid_mount_mode(mode):
            raise err_invalid_mode(mode)

        spec = self._raw_spec(source, target, mode, volume_driver)
        try:
            mount_point = self._parse_mount_spec(spec, False)
        except MountConfigError as error:
            raise GoError(f"{err_invalid_spec(raw)}: {error}") from error
        mount_point.mode = mode
        return mount_point

    def _raw_spec(self, source: str, target: str, mode: str, volume_driver: str) -> Mount:
        """Say in the words of ``--mount`` what ``-v`` said."""
        kind = mount.TYPE_BIND if source.startswith("/") else mount.TYPE_VOLUME
        spec = Mount(type=kind, source=source, target=target, read_only=not self.read_write(mode))
        if volume_driver and kind == mount.TYPE_VOLUME:
            spec.volume_options = mount.VolumeOptions(
                driver_config=mount.Driver(name=volume_driver)
            )
        copy_data, is_set = get_copy_mode(mode, self.default_copy_mode())
        if is_set:
            spec.volume_options = spec.volume_options or mount.VolumeOptions()
            spec.volume_options.no_copy = not copy_data
        if linux_has_propagation(mode):
            spec.bind_options = mount.BindOptions(propagation=linux_get_propagation(mode))
        return spec

    def parse_mount_spec(self, cfg: Mount) -> MountPoint:
        """Read a ``--mount``; its bind source must exist.

        Raises:
            MountConfigError: it cannot be.

        Go: linuxParser.ParseMountSpec
        """
        return self._parse_mount_spec(cfg, True)

    def _parse_mount_spec(self, cfg: Mount, validate_bind_source_exists: bool) -> MountPoint:
        """Check a mount and say what it means: names, defaults, whether to copy.

        Go: linuxParser.parseMountSpec
        """
        self.validate_mount_config_impl(cfg, validate_bind_source_exists)
        mount_point = MountPoint(
            rw=not cfg.read_only,
            destination=filepath.clean(cfg.target),
            type=cfg.type,
            spec=replace(cfg),
        )
        if cfg.type == mount.TYPE_VOLUME:
            self._set_volume(mount_point, cfg)
        elif cfg.type == mount.TYPE_BIND:
            mount_point.source = filepath.clean(cfg.source)
            asked = cfg.bind_options.propagation if cfg.bind_options is not None else ""
            mount_point.propagation = Propagation(asked or DEFAULT_PROPAGATION_MODE)
        return mount_point

    def _set_volume(self, mount_point: MountPoint, cfg: Mount) -> None:
        mount_point.name = cfg.source or stringid.generate_random_id()
        mount_point.copy_data = self.default_copy_mode()
        options = cfg.volume_options
        if options is None:
            return
        if options.driver_config is not None:
            mount_point.driver = options.driver_config.name
        if options.no_copy:
            mount_point.copy_data = False

    def parse_volumes_from(self, spec: str) -> tuple[str, str]:
        """Read ``CONTAINER[:MODE]``; without a mode it is ``rw``.

        The mode may name neither propagation nor copying: the mounts keep what they have.

        Raises:
            GoError: the text is empty, or the mode wrong.

        Go: linuxParser.ParseVolumesFrom
        """
        if not spec:
            raise GoError("volumes-from specification cannot be an empty string")
        id, colon, mode = spec.partition(":")
        if not colon:
            return id, "rw"
        copying = get_copy_mode(mode, self.default_copy_mode())[1]
        if not linux_valid_mount_mode(mode) or linux_has_propagation(mode) or copying:
            raise err_invalid_mode(mode)
        return id, mode

    def default_propagation_mode(self) -> Propagation:
        """Return ``rprivate``.

        Go: linuxParser.DefaultPropagationMode
        """
        return DEFAULT_PROPAGATION_MODE

    def convert_tmpfs_options(self, opt: TmpfsOptions | None, read_only: bool) -> str:
        """Return mount options such as ``ro,mode=700,size=64m``.

        Go: linuxParser.ConvertTmpfsOptions
        """
        raw = ["ro"] if read_only else []
        if opt is not None and opt.mode:
            raw.append(f"mode={opt.mode:o}")
        if opt is not None and opt.size_bytes:
            suffix, divisor = next(
                (pair for pair in _SIZE_SUFFIXES if opt.size_bytes % pair[1] == 0), ("", 1)
            )
            raw.append(f"size={opt.size_bytes // divisor}{suffix}")
        return ",".join(raw)

    def default_copy_mode(self) -> bool:
        """Say that new volumes are filled.

        Go: linuxParser.DefaultCopyMode
        """
        return True

    def validate_volume_name(self, name: str) -> None:
        """Accept any name: Linux leaves that to the driver.

        Go: linuxParser.ValidateVolumeName
        """

    def is_backward_compatible(self, mount_point: MountPoint) -> bool:
        """Say whether the mount is of a kind that docker 1.6 already had.

        Go: linuxParser.IsBackwardCompatible
        """
        return bool(mount_point.source) or mount_point.driver == volume.DEFAULT_DRIVER_NAME

    def has_resource(self, mount_point: MountPoint, abs_path: str) -> bool:
        """Say whether ``abs_path`` lies within the mount.

        Go: volume_unix.go linuxParser.HasResource
        """
        return has_resource(mount_point, abs_path)

    def validate_tmpfs_mount_destination(self, dest: str) -> None:
        """Refuse a ``--tmpfs`` path that is the root or relative.

        Raises:
            GoError: it is.

        Go: linuxParser.ValidateTmpfsMountDestination
        """
        linux_validate_not_root(dest)
        linux_validate_absolute(dest)
