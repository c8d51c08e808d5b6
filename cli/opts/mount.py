"""``--mount type=volume,source=data,target=/data``.

Go: opts/mount.go
"""

from __future__ import annotations

from collections.abc import Callable

from engine.api.types.mount import mount as mounttypes
from engine.golang import csv, strconv
from engine.golang.errors import GoError
from engine.vendor.docker import go_units as units


class MountOpt:
    """The mounts that were asked for.

    Go: MountOpt
    """

    def __init__(self) -> None:
        self._values: list[mounttypes.Mount] = []

    def set(self, value: str) -> None:
        """Read one mount, a CSV record of ``key=value`` fields and bare words.

        Raises:
            GoError: a field is malformed or unknown, or does not fit the mount's type.

        Go: MountOpt.Set
        """
        mount = mounttypes.Mount(type=mounttypes.TYPE_VOLUME)
        for field in csv.read_record(value):
            _set_field(mount, field)
        _check(mount)
        self._values.append(mount)

    def type(self) -> str:
        """Return the word for help."""
        return "mount"

    def string(self) -> str:
        """Return type, source and target of each mount."""
        return ", ".join(f"{mount.type} {mount.source} {mount.target}" for mount in self._values)

    def value(self) -> list[mounttypes.Mount]:
        """Return the mounts.

        Go: MountOpt.Value
        """
        return self._values


def _set_field(mount: mounttypes.Mount, field: str) -> None:
    """Put one field of the record into ``mount``."""
    name, equals, value = field.partition("=")
    key = name.lower()
    if not equals:
        if key not in _BARE_WORDS:
            raise GoError(f"invalid field '{field}' must be a key=value pair")
        value = "true"
    if key not in _SETTERS:
        raise GoError(f"unexpected key '{key}' in '{field}'")
    try:
        _SETTERS[key](mount, value)
    except GoError as error:
        raise GoError(f"invalid value for {key}: {value}") from error


def _check(mount: mounttypes.Mount) -> None:
    """Refuse a mount without target, and options of another type's."""
    if not mount.type:
        raise GoError("type is required")
    if not mount.target:
        raise GoError("target is required")
    for family, options, kind in (
        ("volume", mount.volume_options, mounttypes.TYPE_VOLUME),
        ("bind", mount.bind_options, mounttypes.TYPE_BIND),
        ("tmpfs", mount.tmpfs_options, mounttypes.TYPE_TMPFS),
    ):
        if options is not None and mount.type != kind:
            raise GoError(f"cannot mix '{family}-*' options with mount type '{mount.type}'")


def _bind_options(mount: mounttypes.Mount) -> mounttypes.BindOptions:
    if mount.bind_options is None:
        mount.bind_options = mounttypes.BindOptions()
    return mount.bind_options


def _volume_options(mount: mounttypes.Mount) -> mounttypes.VolumeOptions:
    if mount.volume_options is None:
        mount.volume_options = mounttypes.VolumeOptions(
            labels={}, driver_config=mounttypes.Driver()
        )
    return mount.volume_options


def _driver(mount: mounttypes.Mount) -> mounttypes.Driver:
    options = _volume_options(mount)
    driver = options.driver_config or mounttypes.Driver()
    options.driver_config = driver
    return driver


def _tmpfs_options(mount: mounttypes.Mount) -> mounttypes.TmpfsOptions:
    if mount.tmpfs_options is None:
        mount.tmpfs_options = mounttypes.TmpfsOptions()
    return mount.tmpfs_options


def _set_type(mount: mounttypes.Mount, value: str) -> None:
    mount.type = mounttypes.Type(value.lower())


def _set_source(mount: mounttypes.Mount, value: str) -> None:
    mount.source = value


def _set_target(mount: mounttypes.Mount, value: str) -> None:
    mount.target = value


def _set_read_only(mount: mounttypes.Mount, value: str) -> None:
    mount.read_only = strconv.parse_bool(value)


def _set_consistency(mount: mounttypes.Mount, value: str) -> None:
    mount.consistency = mounttypes.Consistency(value.lower())


def _set_propagation(mount: mounttypes.Mount, value: str) -> None:
    _bind_options(mount).propagation = mounttypes.Propagation(value.lower())


def _set_non_recursive(mount: mounttypes.Mount, value: str) -> None:
    _bind_options(mount).non_recursive = strconv.parse_bool(value)


def _set_no_copy(mount: mounttypes.Mount, value: str) -> None:
    _volume_options(mount).no_copy = strconv.parse_bool(value)


def _add_label(mount: mounttypes.Mount, value: str) -> None:
    options = _volume_options(mount)
    options.labels = {**(options.labels or {}), **_pair(value)}


def _set_driver(mount: mounttypes.Mount, value: str) -> None:
    _driver(mount).name = value


def _add_driver_option(mount: mounttypes.Mount, value: str) -> None:
    driver = _driver(mount)
    driver.options = {**(driver.options or {}), **_pair(value)}


def _set_tmpfs_size(mount: mounttypes.Mount, value: str) -> None:
    _tmpfs_options(mount).size_bytes = units.ram_in_bytes(value)


def _set_tmpfs_mode(mount: mounttypes.Mount, value: str) -> None:
    _tmpfs_options(mount).mode = strconv.parse_uint(value, 8, 32)


def _pair(value: str) -> dict[str, str]:
    key, _, rest = value.partition("=")
    return {key: rest}


_SETTERS: dict[str, Callable[[mounttypes.Mount, str], None]] = {
    "type": _set_type,
    "source": _set_source,
    "src": _set_source,
    "target": _set_target,
    "dst": _set_target,
    "destination": _set_target,
    "readonly": _set_read_only,
    "ro": _set_read_only,
    "consistency": _set_consistency,
    "bind-propagation": _set_propagation,
    "bind-nonrecursive": _set_non_recursive,
    "volume-nocopy": _set_no_copy,
    "volume-label": _add_label,
    "volume-driver": _set_driver,
    "volume-opt": _add_driver_option,
    "tmpfs-size": _set_tmpfs_size,
    "tmpfs-mode": _set_tmpfs_mode,
}
# Without "=" these mean "yes".
_BARE_WORDS = frozenset(("readonly", "ro", "volume-nocopy", "bind-nonrecursive"))
