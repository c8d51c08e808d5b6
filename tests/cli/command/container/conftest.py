from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the files lie that the recorded command lines read, made the working directory.

    In the environment GIVEN is set, NOPE and B are not.
    """
    directory = Path(__file__).with_name("data") / "files"
    monkeypatch.chdir(directory)
    monkeypatch.setenv("GIVEN", "by the client")
    for name in ("NOPE", "B"):
        monkeypatch.delenv(name, raising=False)
    return directory
