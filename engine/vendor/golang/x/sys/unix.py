"""mount(2) and umount(2), asked for through the programs ``mount`` and ``umount``.

Python has neither call, and the programs can be watched by whoever wants to learn. They are
told to leave the arguments alone: no helpers, no table of mounts, no read-only second try.

Go: vendor/golang.org/x/sys/unix
"""

from __future__ import annotations

import errno
import functools
import os
import re

from engine.golang.errors import GoError

MS_RDONLY = 1 << 0
MS_NOSUID = 1 << 1
MS_NODEV = 1 << 2
MS_NOEXEC = 1 << 3
MS_SYNCHRONOUS = 1 << 4
MS_REMOUNT = 1 << 5
MS_MANDLOCK = 1 << 6
MS_DIRSYNC = 1 << 7
MS_NOATIME = 1 << 10
MS_NODIRATIME = 1 << 11
MS_BIND = 1 << 12
MS_REC = 1 << 14
MS_SILENT = 1 << 15
MS_UNBINDABLE = 1 << 17
MS_PRIVATE = 1 << 18
MS_SLAVE = 1 << 19
MS_SHARED = 1 << 20
MS_RELATIME = 1 << 21
MS_STRICTATIME = 1 << 24
MNT_DETACH = 2

_WORDS = (
    (MS_RDONLY, "ro"),
    (MS_NOSUID, "nosuid"),
    (MS_NODEV, "nodev"),
    (MS_NOEXEC, "noexec"),
    (MS_SYNCHRONOUS, "sync"),
    (MS_REMOUNT, "remount"),
    (MS_MANDLOCK, "mand"),
    (MS_DIRSYNC, "dirsync"),
    (MS_NOATIME, "noatime"),
    (MS_NODIRATIME, "nodiratime"),
    (MS_SILENT, "silent"),
    (MS_RELATIME, "relatime"),
    (MS_STRICTATIME, "strictatime"),
)
_RECURSIVE_WORDS = (
    (MS_BIND, "bind"),
    (MS_UNBINDABLE, "unbindable"),
    (MS_PRIVATE, "private"),
    (MS_SLAVE, "slave"),
    (MS_SHARED, "shared"),
)
# util-linux tells in words of its own what the kernel answered. First match wins.
_REASONS = (
    ("a path prefix is not a directory", errno.ENOTDIR),
    ("mount point is not a directory", errno.ENOTDIR),
    ("mount point does not exist", errno.ENOENT),
    ("mount point is a symbolic link to nowhere", errno.ENOENT),
    ("does not exist", errno.ENOENT),
    ("no mount point specified", errno.ENOENT),
    ("already mounted", errno.EBUSY),
    ("target is busy", errno.EBUSY),
    ("mount point is busy", errno.EBUSY),
    ("must be superuser", errno.EPERM),
    ("permission denied", errno.EPERM),
    ("unknown filesystem type", errno.ENODEV),
    ("is not a block device", errno.ENOTBLK),
    ("is not a valid block device", errno.ENXIO),
    ("no medium found", errno.ENOMEDIUM),
    ("can't read superblock", errno.EIO),
    ("mount table full", errno.EMFILE),
    ("write-protected", errno.EROFS),
    ("read-only", errno.EROFS),
    ("probably corrupted", errno.EUCLEAN),
    ("bad option", errno.EINVAL),
    ("not mounted", errno.EINVAL),
)
# Which options the program keeps to itself; the kernel would have been asked about them.
_KEPT = re.compile(
    r"(?:^|,)((?:loop|offset|sizelimit|encryption|users?|owner|group|(?:no)?auto|nofail|_netdev"
    r"|comment|u?helper|[xX]-[^,=]*|verity\.[^,=]*)(?:=[^,]*)?)(?:,|$)"
)
_PLACES = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")


def mount(
    source: str, target: str, fs_type: str, flags: int, data: str, *, directory: str = ""
) -> None:
    """Attach a file system to ``target``; with ``directory``, relative paths start there.

    Raises:
        OSError: the kernel said no; errno tells why.
        GoError: the program is missing, would keep an option from the kernel, or failed in
            words that are not known here.

    Go: Mount
    """
    _check(fs_type, flags, data)
    options = ",".join([*_flag_words(flags), data] if data else _flag_words(flags))
    argv = [*_mount_program(), *(("-t", fs_type) if fs_type else ())]
    if options:
        argv += ["-o", options]
    _run([*argv, source or "none", target], directory)


def unmount(target: str, flags: int) -> None:
    """Detach what is mounted on ``target``; with MNT_DETACH even if it is in use.

    Raises:
        OSError: the kernel said no; EINVAL means that nothing is mounted there.
        GoError: the program is missing, or failed in words that are not known here.

    Go: Unmount
    """
    _run([*_umount_program(), *(("-l",) if flags & MNT_DETACH else ()), target], "")


def _check(fs_type: str, flags: int, data: str) -> None:
    """Refuse what the program would not pass on as it is.

    Raises:
        OSError: it would take the type for a pattern and try others; the kernel says ENODEV.
        GoError: it would keep an option to itself.
    """
    is_change = flags & (MS_BIND | MS_REMOUNT | MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE)
    is_pattern = fs_type in ("", "auto") or fs_type.startswith("no") or "," in fs_type
    if is_pattern and not is_change:
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
    if kept := _KEPT.search(data):
        raise GoError(f"mount(8) would not tell the kernel of the option {kept[1]}")


def _flag_words(flags: int) -> list[str]:
    """Spell mount(2)'s bits as the program's options."""
    words = [word for bit, word in _WORDS if flags & bit]
    prefix = "r" if flags & MS_REC else ""
    words += [prefix + word for bit, word in _RECURSIVE_WORDS if flags & bit]
    return words


@functools.cache
def _mount_program() -> tuple[str, ...]:
    """Return how to start ``mount``: no helper, no mtab, and never read-only instead."""
    program, is_busybox = _find("mount")
    return (program, "-n", "-i") if is_busybox else (program, "-n", "-i", "-c", "-w")


@functools.cache
def _umount_program() -> tuple[str, ...]:
    """Return how to start ``umount``: no helper, no mtab, the path as it is."""
    program, is_busybox = _find("umount")
    return (program, "-n") if is_busybox else (program, "-n", "-i", "-c")


def _find(name: str) -> tuple[str, bool]:
    """Return the program's path and whether it is BusyBox, which knows fewer options.

    Raises:
        GoError: it is not installed.
    """
    for place in (*os.environ.get("PATH", "").split(":"), *_PLACES):
        path = os.path.join(place, name)
        if place.startswith("/") and os.access(path, os.X_OK):
            return path, os.path.basename(os.path.realpath(path)) == "busybox"
    raise GoError(f'exec: "{name}": executable file not found in $PATH')


def _run(argv: list[str], directory: str) -> None:
    """Run a program to its end; retell its complaint as the errno behind it.

    Raises:
        OSError, GoError: it failed.
    """
    if directory:
        # posix_spawn has no working directory, and the daemon's own belongs to all threads.
        argv = ["/bin/sh", "-c", 'cd "$0" && exec "$@"', directory, *argv]
    # util-linux 2.39 and later would take fsconfig(2), which cuts options at 256 bytes.
    environment = {"LC_ALL": "C", "LIBMOUNT_FORCE_MOUNT2": "always"}
    ours, theirs = os.pipe()
    try:
        actions = [(os.POSIX_SPAWN_DUP2, theirs, 2)]
        pid = os.posix_spawn(argv[0], argv, environment, file_actions=actions)
        os.close(theirs)
        theirs = -1
        complaint = b""
        while chunk := os.read(ours, 4096):
            complaint += chunk
        _, status = os.waitpid(pid, 0)
    finally:
        os.close(ours)
        if theirs >= 0:
            os.close(theirs)
    if status:
        _fail(complaint.decode("utf-8", "replace").strip(), argv[-1])


def _fail(complaint: str, target: str) -> None:
    """Raise what a program's complaint about ``target`` means.

    Raises:
        OSError, GoError: always.
    """
    # Without the path, which may hold any words.
    said = complaint.replace(target, "", 1)
    for number in errno.errorcode:
        if said.endswith(f": {os.strerror(number)}") or f": {os.strerror(number)}." in said:
            raise OSError(number, os.strerror(number))
    for words, number in _REASONS:
        if words in said:
            raise OSError(number, os.strerror(number))
    raise GoError(complaint or "mount failed without a word")
