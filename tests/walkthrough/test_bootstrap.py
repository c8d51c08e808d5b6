from __future__ import annotations

import ast
import hashlib
import shutil
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


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of the project that is installed: its `trace` shows its words, its pip does nothing.

    A real pip would take long, and find packages on one host that it does not on another.
    """
    clone = tmp_path / "clone"
    (clone / "walkthrough").mkdir(parents=True)
    shutil.copy(SCRIPT, clone / "walkthrough")
    project = Path(shutil.copy(SCRIPT.parents[1] / "pyproject.toml", clone))
    venv = clone / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    pip_of(clone).touch()
    trace = venv / "bin/trace"
    trace.write_text('#!/bin/sh\necho "trace $*"\n')
    trace.chmod(0o755)
    mark = hashlib.sha256(bytes(clone) + project.read_bytes()).hexdigest()
    (venv / ".installed").write_text(mark)
    return clone


def pip_of(clone: Path) -> Path:
    return next((clone / ".venv/lib").glob("python3.*/site-packages")) / "pip.py"


def bootstrap_in(clone: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(clone / "walkthrough/bootstrap.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_what_is_installed_is_left_alone(clone: Path) -> None:
    run = bootstrap_in(clone, "demo", "more", "words")

    assert (run.returncode, run.stdout, run.stderr) == (0, "trace demo more words\n", "")


def test_a_project_that_wants_other_packages_is_installed_again(clone: Path) -> None:
    with (clone / "pyproject.toml").open("a") as project:
        project.write("# changed\n")

    runs = [bootstrap_in(clone, "demo") for _ in range(2)]

    assert ["Installing the project" in run.stderr for run in runs] == [True, False]


def test_a_clone_that_was_moved_is_installed_again(clone: Path) -> None:
    moved = clone.rename(clone.with_name("moved"))

    runs = [bootstrap_in(moved, "demo") for _ in range(2)]

    assert ["Installing the project" in run.stderr for run in runs] == [True, False]


def test_where_nothing_can_be_installed_it_says_what_is_missing(clone: Path) -> None:
    (clone / ".venv/.installed").unlink()
    pip_of(clone).write_text("if __name__ == '__main__':\n    raise SystemExit('no index')\n")

    run = bootstrap_in(clone, "demo")

    assert (run.returncode, run.stdout) == (1, "")
    assert "Installing failed" in run.stderr
    assert "a package index" in run.stderr
    assert "Traceback" not in run.stderr
