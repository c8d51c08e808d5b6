"""Settings, environment and global flags: the same in the stock client 20.10 and in ours.

What each line leaves is compared as in `test_made_up_lines`: output, errors, exit status, requests.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.made_up_lines import Line
from tests.clients.test_made_up_lines import STOCK, Desk, Listening
from tests.fake_daemon import serving
from tests.support import clients

pytestmark = pytest.mark.skipif(STOCK is None, reason=clients.MISSING)

_SETTINGS = {
    "nothing": "",
    "cut off": "{",
    "no object": "[]",
    "null": "null",
    "a mark of the byte order": "\ufeff{}",
    "more behind it": "{} junk",
    "headers": '{"HttpHeaders":{"X-A":"1","x-b":"2","User-Agent":"me","Content-Type":"q"}}',
    "headers that are the request's own": (
        '{"HttpHeaders":{"Host":"h","Content-Length":"3","Transfer-Encoding":"chunked",'
        '"Trailer":"x","Authorization":"Basic x"}}'
    ),
    "a header that is none": '{"HttpHeaders":{"bad name":"1"}}',
    "a header of two lines": '{"HttpHeaders":{"A":"x\\ny"}}',
    "a header that is a number": '{"HttpHeaders":{"A":1,"B":"b"}}',
    "a password that is no base64": '{"auths":{"https://index.docker.io/v1/":{"auth":"!!"}}}',
    "a password without a colon": '{"auths":{"https://index.docker.io/v1/":{"auth":"YQ=="}}}',
    "a password": '{"auths":{"https://index.docker.io/v1/":{"auth":"YTpi"}},"psFormat":1}',
    "a password after a fault": (
        '{"psFormat":1,"auths":{"https://index.docker.io/v1/":{"auth":"YTpi"}}}'
    ),
    "a helper that is not there": '{"credsStore":"nope"}',
    "formats": '{"psFormat":"{{","imagesFormat":1,"pruneFilters":"x"}',
    "plugins": '{"plugins":{"a":{"b":1}}}',
    "more plugins": '{"plugins":1,"cliPluginsExtraDirs":[1]}',
    "experimental": '{"experimental":true}',
    "proxies": '{"proxies":{"default":{"httpProxy":"http://p","noProxy":"a,b"}}}',
    "proxies in a list": '{"proxies":[]}',
    "keys": '{"detachKeys":"bad"}',
    "a context that is not there": '{"currentContext":"nope"}',
    "an orchestrator": '{"stackOrchestrator":"unset"}',
    "no orchestrator": '{"stackOrchestrator":"bad","HttpHeaders":{"A":"b"}}',
    "a feature long gone": '{"kubernetes":{"allNamespaces":"x"},"HttpHeaders":{"A":"b"}}',
}

_ENVIRONMENTS: dict[str, dict[str, str]] = {
    "an old version": {"DOCKER_API_VERSION": "1.24"},
    "a version that is none": {"DOCKER_API_VERSION": "x"},
    "trust that is none": {
        "DOCKER_CONTENT_TRUST": "yes",
        "DOCKER_CONTENT_TRUST_SERVER": "https://127.0.0.1:1",
    },
    "trust without TLS": {
        "DOCKER_CONTENT_TRUST": "1",
        "DOCKER_CONTENT_TRUST_SERVER": "http://x",
    },
    "a platform": {"DOCKER_DEFAULT_PLATFORM": "linux/arm64"},
    "a platform that is none": {"DOCKER_DEFAULT_PLATFORM": "bad/x/y/z"},
    "certificates that are not there": {"DOCKER_CERT_PATH": "/nope", "DOCKER_TLS_VERIFY": "1"},
    "a context that is not there": {"DOCKER_CONTEXT": "nope"},
    "an orchestrator that is none": {"DOCKER_STACK_ORCHESTRATOR": "x"},
    "an orchestrator of old": {"DOCKER_ORCHESTRATOR": "swarm"},
    "a proxy": {"HTTP_PROXY": "http://127.0.0.1:1", "http_proxy": "http://127.0.0.1:1"},
}

# Before the command; HOST stands for the daemon's address.
_FLAGS = {
    "debug": "-D -H unix:///nope",
    "debug, by the level": "-l debug -H unix:///nope",
    "no level": "-l bad -H HOST",
    "two hosts": "-H HOST -H HOST",
    "a host without a scheme": "-H 127.0.0.1:1",
    "a host of an unknown scheme": "-H foo://x",
    "a host that is a file": "-H fd://",
    "a host that is a pipe": "-H npipe:////./x",
    "a host that is no name": "-H tcp://a..b:1",
    "a port too large": "-H tcp://127.0.0.1:99999",
    "a host and a context": "-c default -H HOST",
    "an unknown context": "-c nope",
    "TLS without certificates": "--tls -H tcp://127.0.0.1:1",
    "no certificate": "--tlscert=x --tlskey=x --tls -H tcp://127.0.0.1:1",
    "no settings": "--config nope -H HOST",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serving(tmp_path / "d.sock", Listening) as daemon:
        (tmp_path / "desk").mkdir()
        (tmp_path / "settings").mkdir()
        desk = Desk(daemon, tmp_path / "desk")
        desk.env["DOCKER_CONFIG"] = str(tmp_path / "settings")
        yield desk


@pytest.mark.parametrize("image", ["x", "missing"])
@pytest.mark.parametrize("name", _SETTINGS)
def test_settings_mean_what_they_mean_to_the_stock_client(
    name: str, image: str, desk: Desk
) -> None:
    Path(desk.env["DOCKER_CONFIG"], "config.json").write_text(_SETTINGS[name])
    line = Line(["create", image])

    theirs = desk.stock(line)

    assert desk.ours(line) == theirs


@pytest.mark.parametrize("line", ["create x", "create missing", "create --help"])
@pytest.mark.parametrize("name", _ENVIRONMENTS)
def test_the_environment_means_what_it_means_to_the_stock_client(
    name: str, line: str, desk: Desk
) -> None:
    desk.env.update(_ENVIRONMENTS[name])
    words = Line(line.split())

    theirs = desk.stock(words)

    assert desk.ours(words) == theirs


@pytest.mark.parametrize("name", _FLAGS)
def test_global_flags_mean_what_they_mean_to_the_stock_client(name: str, desk: Desk) -> None:
    words = Line([*_FLAGS[name].replace("HOST", desk.daemon.host).split(), "create", "x"])

    theirs = desk.stock(words, host=False)

    assert desk.ours(words, host=False) == theirs


def test_a_host_that_nobody_knows_is_told_with_the_server_that_was_asked(desk: Desk) -> None:
    with pytest.raises(socket.gaierror) as caught:
        socket.getaddrinfo("nowhere.invalid", 1)
    if caught.value.errno != socket.EAI_NONAME:
        pytest.skip("no name server answers here")
    words = Line(["-H", "tcp://nowhere.invalid:1", "create", "x"])

    theirs = desk.stock(words, host=False)

    assert desk.ours(words, host=False) == theirs
