"""The bundled image is a real one, and the bundled registry serves it as registries do."""

import gzip
import hashlib
import http.client
import io
import json
import platform
import subprocess
import tarfile

import pytest

from walkthrough.demo.image import ARCHITECTURES, build_image
from walkthrough.demo.program import MESSAGE, executable
from walkthrough.demo.registry import serve


def get(address, path, method="GET"):
    host, _, port = address.partition("/")[0].partition(":")
    connection = http.client.HTTPConnection(host, int(port))
    connection.request(method, path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), body


@pytest.mark.skipif(
    platform.machine() != "x86_64", reason="runs the amd64 program, so needs an amd64 machine"
)
def test_the_program_of_the_image_runs(tmp_path):
    program = tmp_path / "hello"
    program.write_bytes(executable("amd64"))
    program.chmod(0o755)

    done = subprocess.run([program], capture_output=True, check=True)

    assert done.stdout == MESSAGE


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_program_says_which_machine_it_is_for(architecture):
    machine = int.from_bytes(executable(architecture)[18:20], "little")

    assert machine == {"amd64": 0x3E, "arm64": 0xB7}[architecture]


def test_the_image_is_the_same_every_time():
    build_image.cache_clear()
    first = build_image()
    build_image.cache_clear()

    assert build_image() == first


def test_the_registry_serves_what_the_manifest_names():
    with serve() as reference:
        status, headers, body = get(reference, "/v2/demo/manifests/latest")
        entries = json.loads(body)["manifests"]
        manifest = json.loads(get(reference, f"/v2/demo/manifests/{entries[0]['digest']}")[2])
        blobs = [
            get(reference, f"/v2/demo/blobs/{part['digest']}")[2]
            for part in (manifest["config"], *manifest["layers"])
        ]

    assert status == 200
    assert headers["Docker-Content-Digest"] == "sha256:" + hashlib.sha256(body).hexdigest()
    config = json.loads(blobs[0])
    tars = [gzip.decompress(blob) for blob in blobs[1:]]
    digests = ["sha256:" + hashlib.sha256(tar).hexdigest() for tar in tars]
    assert config["rootfs"]["diff_ids"] == digests


def test_the_declared_volume_has_content_of_every_kind():
    tar = gzip.decompress(build_image().blobs[2].content)

    with tarfile.open(fileobj=io.BytesIO(tar)) as layer:
        kinds = {entry.type for entry in layer if entry.name.startswith("data")}

    assert kinds == {tarfile.DIRTYPE, tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE}


def test_a_head_has_no_body_and_the_unknown_is_refused_in_the_registrys_words():
    with serve() as reference:
        head = get(reference, "/v2/demo/manifests/latest", "HEAD")
        missing = get(reference, "/v2/demo/manifests/other")

    assert head[0] == 200
    assert head[2] == b""
    assert int(head[1]["Content-Length"]) > 0
    assert missing[0] == 404
    assert json.loads(missing[2])["errors"][0]["code"] == "MANIFEST_UNKNOWN"


def test_another_port_is_taken_when_the_usual_one_is_in_use():
    with serve() as first, serve() as second:
        assert first != second
        assert get(second, "/v2/")[0] == 200
