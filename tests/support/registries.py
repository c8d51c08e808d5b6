"""Real registries on loopback: Debian's docker-registry, plain, with passwords, TLS or tokens.

Images are pushed by skopeo. A token server of the tests' own signs tokens with openssl.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import secrets
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.support import answering
from tests.support.images import Blob, Image, write_directory

PROGRAM = shutil.which("docker-registry")
SKOPEO = shutil.which("skopeo")
USER, PASSWORD = "teacher", "s3cret"
# bcrypt, 16 rounds, of PASSWORD
_HTPASSWD = f"{USER}:$2b$04$xn6EzSp9U5DoqMGZ4CjpjO7oNwBdYh1EQ2EPf0VRtkubgH2WxXCRe\n"


def free_port(host: str = "127.0.0.1") -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def own_address() -> str | None:
    """Return an address of this machine that is not loopback, None if it has none.

    Docker asks no certificate of what is on 127.0.0.0/8, so TLS needs another address.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("203.0.113.1", 9))
            found = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if found.startswith("127.") else found


@dataclass(frozen=True)
class Certificate:
    """A certificate for one address, its key, and the authority that signed it."""

    authority: Path
    certificate: Path
    key: Path


def certificate(target: Path, address: str) -> Certificate:
    """Make an authority, and a certificate signed by it for ``address``."""
    target.mkdir(parents=True, exist_ok=True)
    made = Certificate(target / "ca.crt", target / "server.crt", target / "server.key")
    request, extensions = target / "server.csr", target / "server.ext"
    extensions.write_text(f"subjectAltName=IP:{address}\n")
    new = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    authority = ("-subj", "/CN=test authority", "-days", "30", "-x509")
    ca_key = str(target / "ca.key")
    _openssl(*new, *authority, "-keyout", ca_key, "-out", str(made.authority))
    _openssl(*new, "-subj", "/CN=registry", "-keyout", str(made.key), "-out", str(request))
    signing = ("-CA", str(made.authority), "-CAkey", ca_key, "-CAcreateserial", "-days", "30")
    _openssl(
        *("x509", "-req", "-in", str(request), *signing),
        *("-extfile", str(extensions), "-out", str(made.certificate)),
    )
    return made


def _openssl(*words: str, stdin: bytes = b"") -> bytes:
    done = subprocess.run(["openssl", *words], input=stdin, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    return done.stdout


class TokenServer(ThreadingHTTPServer):
    """Gives tokens for the registry API; ``asked`` are the queries, ``authorized`` the passwords.

    Without a password it grants the repositories below ``open/`` only.
    """

    daemon_threads = True
    issuer, service = "test-issuer", "test-registry"

    def __init__(self, target: Path) -> None:
        super().__init__(("127.0.0.1", 0), _TokenHandler)
        target.mkdir(parents=True, exist_ok=True)
        self.bundle, self._key = target / "token.crt", target / "token.key"
        _openssl(
            *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=tokens"),
            *("-days", "30", "-keyout", str(self._key), "-out", str(self.bundle)),
        )
        self.asked: list[dict[str, str]] = []
        self.authorized: list[str] = []
        self.lifetime = 300

    @property
    def realm(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/token"

    def token(self, scope: str, user: str) -> str:
        """Return a token for what of ``scope`` the user may do."""
        access = []
        if scope:
            kind, _, rest = scope.partition(":")
            name, _, actions = rest.rpartition(":")
            granted = actions.split(",") if user or name.startswith("open/") else []
            access = [{"type": kind, "name": name, "actions": granted}]
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": user,
            "aud": self.service,
            "exp": now + self.lifetime,
            "nbf": now - 10,
            "iat": now,
            "jti": secrets.token_hex(8),
            "access": access,
        }
        certificate = ssl.PEM_cert_to_DER_cert(self.bundle.read_text())
        header = {"typ": "JWT", "alg": "RS256", "x5c": [base64.b64encode(certificate).decode()]}
        said = (
            f"{_base64url(json.dumps(header).encode())}.{_base64url(json.dumps(claims).encode())}"
        )
        signature = _openssl("dgst", "-sha256", "-sign", str(self._key), stdin=said.encode())
        return f"{said}.{_base64url(signature)}"


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class _TokenHandler(BaseHTTPRequestHandler):
    server: TokenServer

    def do_GET(self) -> None:
        query = dict(parse_qsl(urlsplit(self.path).query))
        self.server.asked.append(query)
        given = self.headers.get("Authorization", "")
        self.server.authorized.append(given)
        expected = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if given not in ("", f"Basic {expected}"):
            self._send(401, {"details": "incorrect username or password"})
            return
        token = self.server.token(query.get("scope", ""), USER if given else "")
        self._send(200, {"token": token, "expires_in": self.server.lifetime})

    def _send(self, status: int, tree: Any) -> None:
        body = json.dumps(tree).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@contextlib.contextmanager
def token_server(target: Path) -> Iterator[TokenServer]:
    """Run a token server for the length of the block."""
    with TokenServer(target) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Registry:
    """A running registry: its address, and how to push to it."""

    address: str
    directory: Path
    tls: Certificate | None = None
    login: str = ""
    pushes: int = field(default=0)

    def name(self, repository: str, tag: str = "latest") -> str:
        """Return the reference of an image in it."""
        return f"{self.address}/{repository}:{tag}"

    def push(self, reference: str, *images: Image, top: Blob | None = None, **how: str) -> str:
        """Let skopeo push an image, or several and the list ``top``; return its digest.

        ``how`` are options of skopeo's: ``dest_compress_format="zstd"``.
        """
        self.pushes += 1
        source = self.directory / f"source-{self.pushes}"
        write_directory(source, top or images[0].manifest, images)
        digest_file = self.directory / f"digest-{self.pushes}"
        options = [f"--{key.replace('_', '-')}={value}" for key, value in how.items()]
        if self.login:
            options.append(f"--dest-creds={self.login}")
        done = subprocess.run(
            [
                *(str(SKOPEO), "--insecure-policy", "copy", "--all", "--dest-tls-verify=false"),
                *(*options, f"--digestfile={digest_file}"),
                *(f"dir:{source}", f"docker://{self.address}/{reference}"),
            ],
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode())
        return digest_file.read_text().strip()

    def put(self, repository: str, tag: str, manifest: Blob, *blobs: Blob) -> int:
        """Store blobs and a manifest that skopeo would not push; return the last status."""
        for blob in blobs:
            status, headers = self._request("POST", f"/v2/{repository}/blobs/uploads/")
            parts = urlsplit(headers["Location"])
            target = f"{parts.path}?{parts.query}&digest={blob.digest}"
            kind = "application/octet-stream"
            status, _ = self._request("PUT", target, blob.content, kind)
            if status != 201:
                raise RuntimeError(f"the registry refuses a blob: {status}")
        target = f"/v2/{repository}/manifests/{tag}"
        return self._request("PUT", target, manifest.content, manifest.media_type)[0]

    def _request(
        self, method: str, target: str, body: bytes | None = None, kind: str = ""
    ) -> tuple[int, dict[str, str]]:
        connection = http.client.HTTPConnection(self.address, timeout=30)
        with contextlib.closing(connection):
            headers = {"Content-Type": kind} if kind else {}
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status, dict(answer.getheaders())


@contextlib.contextmanager
def docker_registry(
    target: Path,
    *,
    host: str = "127.0.0.1",
    password: bool = False,
    tls: Certificate | None = None,
    tokens: TokenServer | None = None,
) -> Iterator[Registry]:
    """Run Debian's docker-registry with its store below ``target``."""
    target.mkdir(parents=True, exist_ok=True)
    port = free_port(host)
    config: dict[str, Any] = {
        "version": 0.1,
        "log": {"level": "error", "accesslog": {"disabled": True}},
        "storage": {"filesystem": {"rootdirectory": str(target / "store")}},
        "http": {"addr": f"{host}:{port}", "secret": "test"},
        "validation": {"disabled": True},
    }
    if password:
        (target / "htpasswd").write_text(_HTPASSWD)
        config["auth"] = {"htpasswd": {"realm": "test", "path": str(target / "htpasswd")}}
    if tokens is not None:
        config["auth"] = {
            "token": {
                "realm": tokens.realm,
                "service": tokens.service,
                "issuer": tokens.issuer,
                "rootcertbundle": str(tokens.bundle),
            }
        }
    if tls is not None:
        config["http"]["tls"] = {"certificate": str(tls.certificate), "key": str(tls.key)}
    # JSON is YAML.
    (target / "config.yml").write_text(json.dumps(config))
    with open(target / "log", "wb") as log:
        process = subprocess.Popen(
            [str(PROGRAM), "serve", str(target / "config.yml")], stdout=log, stderr=log
        )
    try:
        answering.wait_for((host, port), process, target / "log")
        login = f"{USER}:{PASSWORD}" if password or tokens else ""
        yield Registry(f"{host}:{port}", target, tls, login)
    finally:
        process.terminate()
        process.wait(10)


@contextlib.contextmanager
def raw_server(sent: bytes) -> Iterator[str]:
    """Answer every connection with the same bytes; give the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection:
                        connection.recv(1 << 16)
                        connection.sendall(sent)

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            yield f"127.0.0.1:{listener.getsockname()[1]}"
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
