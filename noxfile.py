"""The checks and tests of the project: `nox -l` lists them."""

import nox

nox.options.default_venv_backend = "venv"
nox.options.reuse_existing_virtualenvs = True
nox.options.sessions = ["check", "tests"]

PYTHONS = ["3.11", "3.12", "3.13"]


@nox.session
def check(session: nox.Session) -> None:
    """Style, types and import contracts."""
    session.install("-e", ".[check]")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")
    session.run("lint-imports")


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The whole test suite; on the oldest Python the branches of cli and engine are counted."""
    session.install("-e", ".[test]")
    counting = ["--cov"] if session.python == PYTHONS[0] else []
    session.run("pytest", *counting, *session.posargs)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Ratios against a real dockerd, measured side by side; needs root and docker.io."""
    session.install("-e", ".[test]")
    session.run("python", "tests/benchmarks/run.py", *session.posargs)
