"""Namespace modes: short texts such as ``host`` or ``container:NAME`` and what they mean.

Go: api/types/container/host_config.go, api/types/container/hostconfig_unix.go
"""

from __future__ import annotations


def _after(prefix: str, mode: str) -> str | None:
    """Return what follows ``prefix:``, or None where the mode is not of that form."""
    kind, colon, rest = mode.partition(":")
    return rest if colon and kind == prefix else None


class CgroupnsMode(str):
    """Whose cgroup tree the container sees.

    Go: CgroupnsMode
    """

    __slots__ = ()

    def is_private(self) -> bool:
        """Say whether it is one of its own."""
        return self == "private"

    def is_host(self) -> bool:
        """Say whether it is the host's."""
        return self == "host"

    def is_empty(self) -> bool:
        """Say whether nobody chose."""
        return self == ""

    def valid(self) -> bool:
        """Say whether the text is a known mode."""
        return self in ("", "private", "host")


class Isolation(str):
    """How the container is kept apart; Linux knows one way.

    Go: Isolation
    """

    __slots__ = ()

    def is_default(self) -> bool:
        """Say whether it is what the platform does anyway."""
        return self == "" or self.lower() == "default"

    def is_valid(self) -> bool:
        """Say whether Linux can do it."""
        return self.is_default()


class IpcMode(str):
    """Whose shared memory and semaphores the container sees.

    Go: IpcMode
    """

    __slots__ = ()

    def is_private(self) -> bool:
        """Say whether nobody else may join."""
        return self == "private"

    def is_host(self) -> bool:
        """Say whether it is the host's."""
        return self == "host"

    def is_shareable(self) -> bool:
        """Say whether other containers may join."""
        return self == "shareable"

    def is_none(self) -> bool:
        """Say whether there is not even a /dev/shm."""
        return self == "none"

    def is_empty(self) -> bool:
        """Say whether nobody chose."""
        return self == ""

    def is_container(self) -> bool:
        """Say whether it is another container's."""
        return _after("container", self) is not None

    def container(self) -> str:
        """Return the other container's name or ID, or an empty text."""
        return _after("container", self) or ""

    def valid(self) -> bool:
        """Say whether the text is a known mode."""
        known = ("", "none", "private", "host", "shareable")
        return self in known or self.is_container()


class NetworkMode(str):
    """Which network stack the container uses: a mode, or a network's name.

    Go: NetworkMode
    """

    __slots__ = ()

    def is_none(self) -> bool:
        """Say whether there is only a loopback."""
        return self == "none"

    def is_default(self) -> bool:
        """Say whether nobody chose."""
        return self == "default"

    def is_bridge(self) -> bool:
        """Say whether it is the built-in bridge."""
        return self == "bridge"

    def is_host(self) -> bool:
        """Say whether it is the host's."""
        return self == "host"

    def is_private(self) -> bool:
        """Say whether the container has a stack of its own."""
        return not (self.is_host() or self.is_container())

    def is_container(self) -> bool:
        """Say whether it is another container's."""
        return _after("container", self) is not None

    def connected_container(self) -> str:
        """Return what stands after the first colon."""
        return self.partition(":")[2]

    def is_user_defined(self) -> bool:
        """Say whether it names a network that a user made."""
        return self not in ("default", "bridge", "host", "none") and not self.is_container()

    def user_defined(self) -> str:
        """Return the name of the user's network, or an empty text."""
        return str(self) if self.is_user_defined() else ""

    def network_name(self) -> str:
        """Return the name of the stack: ``bridge``, ``container``, a network's name."""
        return "container" if self.is_container() else str(self)


class UsernsMode(str):
    """Whether the container's root is the host's.

    Go: UsernsMode
    """

    __slots__ = ()

    def is_host(self) -> bool:
        """Say whether IDs are not remapped."""
        return self == "host"

    def is_private(self) -> bool:
        """Say whether the daemon's mapping applies."""
        return not self.is_host()

    def valid(self) -> bool:
        """Say whether the text starts like a known mode; what follows a colon is not looked at."""
        return self.split(":", 1)[0] in ("", "host")


class CgroupSpec(str):
    """Which cgroup to join; only ``container:NAME`` means anything.

    Go: CgroupSpec
    """

    __slots__ = ()


class UTSMode(str):
    """Whose host name the container sees.

    Go: UTSMode
    """

    __slots__ = ()

    def is_private(self) -> bool:
        """Say whether it has one of its own."""
        return not self.is_host()

    def is_host(self) -> bool:
        """Say whether it is the host's."""
        return self == "host"

    def valid(self) -> bool:
        """Say whether the text starts like a known mode; what follows a colon is not looked at."""
        return self.split(":", 1)[0] in ("", "host")


class PidMode(str):
    """Whose processes the container sees.

    Go: PidMode
    """

    __slots__ = ()

    def is_private(self) -> bool:
        """Say whether only its own."""
        return not (self.is_host() or self.is_container())

    def is_host(self) -> bool:
        """Say whether all of the host's."""
        return self == "host"

    def is_container(self) -> bool:
        """Say whether another container's."""
        return _after("container", self) is not None

    def container(self) -> str:
        """Return what stands after the first colon."""
        return self.partition(":")[2]

    def valid(self) -> bool:
        """Say whether the text is a known mode; a container needs exactly one colon and a name."""
        parts = self.split(":")
        if parts[0] == "container":
            return len(parts) == 2 and parts[1] != ""
        return parts[0] in ("", "host")
