"""The files that the recorded command lines read."""

from __future__ import annotations

from pathlib import Path

import pytest

FILES = {
    "env": b"A=1\n#c\n  B=2  \nGIVEN\nNOPE\nC=\n\n\tD=x=y\r\n",
    "badenv": b"a b=1\n",
    "noname": b"=x\n",
    "utf": b"A=1\nB=\xff\xfe\n",
    "bom": b"\xef\xbb\xbfX=1\n",
    "labels": b"a=1\nb\nc=x y\n",
    "long": b"A=" + b"x" * 70000 + b"\n",
    "sec.json": b'{ "a": [1, 2,\n "x y\\" z"] , "<": 1e2 }\n',
    "bad.json": b'{ "a" 1}',
    "trail.json": b"{} x",
    "empty.json": b"",
    "ctl.json": b'{"a":"\x01"}',
}


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with the files, and an environment in which GIVEN is set."""
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIVEN", "by the client")
    for name in ("NOPE", "B"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path
