from __future__ import annotations

import ast
import hashlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from walkthrough import bootstrap

SCRIPT = Path(bootstrap.__file__)
WHEEL = b"not really a wheel"


class Index(BaseHTTPRequestHandler):
    """A package index with four files of pip: an old one, the newest, a withdrawn one, a source."""

    digest = hashlib.sha256(WHEEL).hexdigest()

    def do_GET(self) -> None:
        page = (
            '<a href="../files/pip-9.0-py3-none-any.whl#sha256=0">old</a>'
            f'<a href="../files/pip-24.1-py3-none-any.whl#sha256={self.digest}">new</a>'
            '<a data-yanked="" href="../files/pip-99.0-py3-none-any.whl#sha256=0">withdrawn</a>'
            '<a href="../files/pip-100.tar.gz">source</a>'
        ).encode()
        body = page if self.path == "/simple/pip/" else WHEEL
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package index on loopback, named as pip's settings name one."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Index) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{server.server_port}/simple/")
        yield
        server.shutdown()
        thread.join()


def test_it_uses_the_standard_library_only() -> None:
    tree = ast.parse(SCRIPT.read_text())

    modules = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }

    assert {name.split(".")[0] for name in modules} <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("words", [[], ["nonsense"]])
def test_without_a_known_word_it_tells_the_two(words: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, str(SCRIPT), *words], capture_output=True, text=True, check=False
    )

    assert run.returncode == 2
    assert "demo|test" in run.stderr


def test_the_newest_wheel_is_taken(index: None, tmp_path: Path) -> None:
    wheel = bootstrap.fetch_wheel("pip", tmp_path)

    assert wheel.name == "pip-24.1-py3-none-any.whl"
    assert wheel.read_bytes() == WHEEL


def test_a_wheel_that_is_not_what_the_index_says_is_refused(
    index: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Index, "digest", "0" * 64)

    with pytest.raises(SystemExit, match="is not what the index says"):
        bootstrap.fetch_wheel("pip", tmp_path)


def test_the_index_of_pips_own_settings_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = https://mirror.example/simple/\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))

    assert bootstrap.index_url() == "https://mirror.example/simple"
