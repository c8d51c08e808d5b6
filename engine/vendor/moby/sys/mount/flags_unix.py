"""The words of fstab and the bits that mount(2) takes for them.

Go: vendor/github.com/moby/sys/mount/flags_unix.go
"""

from __future__ import annotations

from engine.vendor.golang.x.sys import unix

_SET = {
    "ro": unix.MS_RDONLY,
    "nosuid": unix.MS_NOSUID,
    "nodev": unix.MS_NODEV,
    "noexec": unix.MS_NOEXEC,
    "sync": unix.MS_SYNCHRONOUS,
    "dirsync": unix.MS_DIRSYNC,
    "remount": unix.MS_REMOUNT,
    "mand": unix.MS_MANDLOCK,
    "noatime": unix.MS_NOATIME,
    "nodiratime": unix.MS_NODIRATIME,
    "bind": unix.MS_BIND,
    "rbind": unix.MS_BIND | unix.MS_REC,
    "unbindable": unix.MS_UNBINDABLE,
    "runbindable": unix.MS_UNBINDABLE | unix.MS_REC,
    "private": unix.MS_PRIVATE,
    "rprivate": unix.MS_PRIVATE | unix.MS_REC,
    "shared": unix.MS_SHARED,
    "rshared": unix.MS_SHARED | unix.MS_REC,
    "slave": unix.MS_SLAVE,
    "rslave": unix.MS_SLAVE | unix.MS_REC,
    "relatime": unix.MS_RELATIME,
    "strictatime": unix.MS_STRICTATIME,
}
_CLEAR = {
    "rw": unix.MS_RDONLY,
    "suid": unix.MS_NOSUID,
    "dev": unix.MS_NODEV,
    "exec": unix.MS_NOEXEC,
    "async": unix.MS_SYNCHRONOUS,
    "nomand": unix.MS_MANDLOCK,
    "atime": unix.MS_NOATIME,
    "diratime": unix.MS_NODIRATIME,
    "norelatime": unix.MS_RELATIME,
    "nostrictatime": unix.MS_STRICTATIME,
}


def parse_options(options: str) -> tuple[int, str]:
    """Split fstab's words into mount(2)'s bits and the text for the file system.

    `defaults` has no bit and so, as in Go, goes to the file system.

    Go: parseOptions
    """
    flags = 0
    data = []
    for option in options.split(","):
        if option in _SET:
            flags |= _SET[option]
        elif option in _CLEAR:
            flags &= ~_CLEAR[option]
        else:
            data.append(option)
    return flags, ",".join(data)
