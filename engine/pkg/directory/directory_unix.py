"""How much a directory holds.

Go: pkg/directory/directory_unix.go
"""

from __future__ import annotations

import os
import stat

from engine.golang.errors import path_error


def size(directory: str) -> int:
    """Return the sum of the sizes of all that is no directory; hard links count once.

    Links count as long as their text. What vanishes meanwhile counts as nothing.

    Raises:
        GoPathError: ``directory`` is not there, or one in it cannot be read.

    Go: Size
    """
    seen: set[int] = set()
    total = 0
    waiting = [directory]
    while waiting:
        path = waiting.pop()
        try:
            with os.scandir(path) as entries:
                found = [(entry, entry.stat(follow_symlinks=False)) for entry in entries]
        except FileNotFoundError as error:
            if path == directory:
                raise path_error("lstat", path, error) from error
            continue
        except OSError as error:
            raise path_error("open", path, error) from error
        for entry, info in found:
            if stat.S_ISDIR(info.st_mode):
                waiting.append(entry.path)
            elif info.st_size and info.st_ino not in seen:
                seen.add(info.st_ino)
                total += info.st_size
    return total
