"""Labels for processes and files. The daemon never turns SELinux on, so there are none.

Go: vendor/github.com/opencontainers/selinux/go-selinux/label/label_linux.go
"""

from __future__ import annotations

from collections.abc import Sequence


def init_labels(options: Sequence[str]) -> tuple[str, str]:
    """Return the labels of the process and of what it mounts: none, whatever is asked for.

    dockerd without --selinux-enabled does not look at the options either.

    Go: InitLabels
    """
    return "", ""


def relabel(path: str, file_label: str, shared: bool) -> None:
    """Label the files below ``path``; without a label nothing is done.

    Go: Relabel
    """
