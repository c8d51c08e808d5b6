"""Sets everything up in a fresh clone and runs it: `python3 walkthrough/bootstrap.py demo|test`.

Needs nothing but Python 3.11 and, the first time, a package index. `demo` installs the project
into `.venv` and runs `trace demo`. `test` also installs what the tests need, Debian packages
included where that is possible, and runs them; further words go to pytest.

This file may use the standard library only: it runs before anything is installed.
"""

from __future__ import annotations

import configparser
import hashlib
import html.parser
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
PACKAGES = (
    "docker.io",
    "docker-registry",
    "skopeo",
    "strace",
    "busybox-static",
    "chromium",
    "fonts-wqy-zenhei",
)
PYPI = "https://pypi.org/simple"


def main(words: Sequence[str]) -> int:
    """Do what the first word says; return the exit status."""
    if sys.version_info < OLDEST:
        say(f"This needs Python {OLDEST[0]}.{OLDEST[1]} or later; {sys.executable} is older.")
        return 1
    if not words or words[0] not in ("demo", "test"):
        say("Usage: python3 walkthrough/bootstrap.py demo|test")
        return 2
    try:
        command = prepare(words[0])
    except (subprocess.CalledProcessError, OSError) as error:
        say(f"Installing failed: {error}")
        say("The first time this needs a package index, PyPI or the one in pip's settings.")
        return 1
    return run_to_the_end([*command, *words[1:]])


def prepare(word: str) -> list[str]:
    """Install what `demo` or `test` needs, and return the command that does it.

    Raises:
        CalledProcessError: a program that installs something failed, and said why.
        OSError: the package index cannot be reached, or a directory not be written.
    """
    if word == "demo":
        install("")
        return [str(VENV / "bin" / "trace"), "demo"]
    install_debian_packages()
    install("[test]")
    return [str(PYTHON), "-m", "pytest"]


def say(text: str) -> None:
    """Tell the user, on stderr."""
    print(text, file=sys.stderr, flush=True)


def run_to_the_end(command: Sequence[str]) -> int:
    """Run `command` in the project's directory and return its exit status."""
    return subprocess.run(command, cwd=ROOT, check=False).returncode


# The virtual environment.


def install(extras: str) -> None:
    """Bring the project and `extras` into `.venv`; nothing is done if they are there."""
    mark = VENV / f".installed{extras}"
    # The directory counts, too: what is installed names it, and a clone may be moved.
    wanted = hashlib.sha256(bytes(ROOT) + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if works() and mark.exists() and mark.read_text(encoding="utf-8") == wanted:
        return
    make_venv()
    say(f"Installing the project into {VENV} …")
    pip = [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--editable", f".{extras}"], cwd=ROOT, check=True)
    mark.write_text(wanted, encoding="utf-8")


def works() -> bool:
    """Tell whether `.venv` has a Python that runs and finds pip."""
    if not PYTHON.exists():
        return False
    probe = subprocess.run([str(PYTHON), "-c", "import pip"], capture_output=True, check=False)
    return probe.returncode == 0


def make_venv() -> None:
    """Make `.venv` with pip in it, whatever the system's Python lacks."""
    if works():
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if not has_ensurepip() and os.geteuid() == 0 and shutil.which("apt-get"):
        apt_install(["python3-venv"])
    # Asked of a new process: this one may have looked before the package was there.
    if has_ensurepip():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    else:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], check=True)
        install_pip()


def has_ensurepip() -> bool:
    """Tell whether this Python can put pip into a virtual environment by itself."""
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def install_pip() -> None:
    """Fetch pip's wheel from the index that pip would use, and let it install itself."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = fetch_wheel("pip", Path(folder))
        command = [str(PYTHON), f"{wheel}/pip", "install", "--quiet", "--no-index", str(wheel)]
        subprocess.run(command, check=True)


def index_url() -> str:
    """Return the package index that pip's settings name."""
    if url := os.environ.get("PIP_INDEX_URL"):
        return url.rstrip("/")
    home = Path.home()
    found = PYPI
    for file in (
        Path("/etc/pip.conf"),
        home / ".pip/pip.conf",
        Path(os.environ.get("XDG_CONFIG_HOME", home / ".config")) / "pip/pip.conf",
        Path(os.environ.get("PIP_CONFIG_FILE", "/dev/null")),
    ):
        settings = configparser.ConfigParser(interpolation=None)
        settings.read(file)
        found = settings.get("global", "index-url", fallback=found)
    return found.rstrip("/")


class _Links(html.parser.HTMLParser):
    """Collects the addresses that a page of a package index links to."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of each link, unless the file was withdrawn."""
        held = dict(attrs)
        address = held.get("href")
        if tag == "a" and address and "data-yanked" not in held:
            self.addresses.append(address)


def fetch_wheel(name: str, folder: Path) -> Path:
    """Download the newest wheel of `name`; its digest must be the one in the index."""
    page = f"{index_url()}/{name}/"
    with urllib.request.urlopen(page) as answer:
        links = _Links()
        links.feed(answer.read().decode())
    wheels = [a for a in links.addresses if "-py3-none-any.whl" in a]
    if not wheels:
        raise SystemExit(f"{page} has no wheel of {name}.")
    address = urllib.parse.urljoin(page, max(wheels, key=_version))
    bare, _, digest = address.partition("#")
    with urllib.request.urlopen(bare) as answer:
        content = answer.read()
    if digest.startswith("sha256=") and hashlib.sha256(content).hexdigest() != digest[7:]:
        raise SystemExit(f"{bare} is not what the index says it is.")
    wheel = folder / urllib.parse.unquote(bare.rsplit("/", 1)[1])
    wheel.write_bytes(content)
    return wheel


def _version(address: str) -> tuple[int, ...]:
    """Order wheels by version; what is no plain number comes before everything."""
    parts = address.rsplit("/", 1)[-1].split("-")[1].split(".")
    return tuple(int(part) for part in parts) if all(p.isdigit() for p in parts) else (-1,)


# Debian packages, for the tests.


def install_debian_packages() -> None:
    """Install what the tests compare with, if this is root on a Debian-like system."""
    if shutil.which("dpkg-query") is None:
        say(f"No Debian here; tests that need {', '.join(PACKAGES)} will be skipped.")
        return
    missing = [package for package in PACKAGES if not is_installed(package)]
    if not missing:
        return
    if os.geteuid() != 0:
        say(f"Not root, so not installed: {', '.join(missing)}; their tests will be skipped.")
        return
    apt_install(missing)


def is_installed(package: str) -> bool:
    """Tell whether dpkg has the package."""
    probe = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Status}", package],
        capture_output=True,
        text=True,
        check=False,
    )
    return probe.stdout.endswith("ok installed")


def apt_install(packages: Sequence[str]) -> None:
    """Install Debian packages: all at once, else each that there is; then go on."""
    say(f"Installing Debian packages: {' '.join(packages)} …")
    apt_get("update")
    if not apt_get("install", *packages):
        for package in packages:
            if not apt_get("install", package):
                say(f"{package} could not be installed; going on without.")


def apt_get(action: str, *packages: str) -> bool:
    """Run apt-get without questions, and tell whether it went well."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", action, "-y", "-qq", "--no-install-recommends", *packages]
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
