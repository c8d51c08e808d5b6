"""The two files of a container: how they are written, and read again.

Go: container/container.go
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING

from engine.api.types.container.host_config import HostConfig
from engine.golang import struct_tags
from engine.golang.errors import os_error
from engine.golang.filesystem import is_not_exist
from engine.pkg import ioutils

if TYPE_CHECKING:
    from engine.container.container import Container
    from engine.container.view import MemDB


def from_disk(container: Container) -> None:
    """Fill the container from its two files; ``hostconfig.json`` may be missing.

    Raises:
        OSError: a file cannot be read.
        JSONError: a file is damaged.

    Go: Container.FromDisk
    """
    path = container.config_path()
    with os_error("open", path), open(path, "rb") as source:
        loaded = struct_tags.decode(type(container), source.read())
    for field in fields(container):
        # Fields without a tag, and the streams, belong to the running daemon.
        if field.metadata and field.name != "stream_config":
            setattr(container, field.name, getattr(loaded, field.name))
    container.mount_points = container.mount_points or {}
    container.os = container.os or "linux"
    _read_host_config(container)


def to_disk(container: Container) -> tuple[str, str]:
    """Write both files; return what they hold.

    ``config.v2.json`` is 0600 and ``hostconfig.json`` 0644. Each is written beside itself,
    synced and renamed, the second one first. The caller holds the lock.

    Raises:
        OSError: the host refused; what was there before stays.

    Go: Container.toDisk
    """
    with ioutils.new_atomic_file_writer(container.config_path(), 0o600) as file:
        text = struct_tags.marshal(container) + "\n"
        file.write(text.encode())
        return text, container.write_host_config()


def checkpoint_to(container: Container, store: MemDB) -> None:
    """Make the present state the one that a restart and other requests see.

    The caller holds the lock. Go hands a copy to ``store``, read back from what it wrote;
    here the copy is read back when somebody asks for it.

    Raises:
        OSError: the host refused.

    Go: Container.CheckpointTo
    """
    text, host_text = container.to_disk()
    store.save(container.id, _copy(container, text, host_text))


def checkpoint_changes_to(container: Container, store: MemDB) -> None:
    """Do the same, but leave alone files that say so already, as after a restart.

    dockerd writes them again at every start.

    Raises:
        OSError: the host refused.
    """
    text = struct_tags.marshal(container) + "\n"
    host_text = struct_tags.marshal(container.host_config) + "\n"
    if _holds(container.config_path(), text) and _holds(container.host_config_path(), host_text):
        store.save(container.id, _copy(container, text, host_text))
    else:
        container.checkpoint_to(store)


def _read_host_config(container: Container) -> None:
    """Read ``hostconfig.json``.

    Go: Container.readHostConfig
    """
    container.host_config = HostConfig()
    path = container.host_config_path()
    try:
        with os_error("open", path), open(path, "rb") as source:
            container.host_config = struct_tags.decode(HostConfig, source.read())
    except OSError as error:
        if is_not_exist(error):
            return
        raise
    container.init_dns_host_config()


def write_host_config(container: Container) -> str:
    """Write ``hostconfig.json``, 0644; return what it holds. The caller holds the lock.

    Raises:
        OSError: the host refused; what was there before stays.

    Go: Container.WriteHostConfig
    """
    with ioutils.new_atomic_file_writer(container.host_config_path(), 0o644) as file:
        text = struct_tags.marshal(container.host_config) + "\n"
        file.write(text.encode())
    return text


def _copy(container: Container, text: str, host_text: str) -> Callable[[], Container]:
    """Return what makes a copy of the container from what was written of it."""
    kind = type(container)

    def read_back() -> Container:
        copy = struct_tags.decode(kind, text)
        copy.host_config = struct_tags.decode(HostConfig, host_text)
        return copy

    return read_back


def _holds(path: str, text: str) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read() == text.encode()
    except OSError:
        return False
