"""Which program keeps passwords if the user has not chosen.

Go: cli/config/credentials/default_store.go, cli/config/credentials/default_store_linux.go
"""

from __future__ import annotations

import os

# Programs that keep passwords are called this and a name.
REMOTE_CREDENTIALS_PREFIX = "docker-credential-"


def detect_default_store(store: str) -> str:
    """Return ``store`` if given, else the name of the usual program if it is installed.

    Go: DetectDefaultStore
    """
    if store:
        return store
    default = _default_credentials_store()
    return default if _on_path(REMOTE_CREDENTIALS_PREFIX + default) else ""


def _default_credentials_store() -> str:
    return "pass" if _on_path("pass") else "secretservice"


def _on_path(program: str) -> bool:
    """Say whether ``program`` is installed; shutil.which would load half the library.

    Go: exec.LookPath
    """
    folders = os.environ.get("PATH", "").split(os.pathsep)
    paths = (os.path.join(folder, program) for folder in folders if folder)
    return any(os.path.isfile(path) and os.access(path, os.X_OK) for path in paths)
