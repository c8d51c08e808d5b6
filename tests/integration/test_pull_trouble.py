"""Pulls in trouble: broken and lying registries, impatient ones, full disks, clients that leave."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support import fake_registry, images, pulling
from tests.support.fake_registry import Asked, FakeRegistry, Reply
from tests.support.images import Blob, Image
from tests.support.pulling import Puller


def eventually(condition: Callable[[], object], seconds: float = 10.0) -> bool:
    """Say whether ``condition`` comes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.01)
    return False


def working_threads() -> list[str]:
    """Return the threads that pulls start."""
    kinds = ("transfer", "read-ahead", "image-config", "pull-progress")
    return [one.name for one in threading.enumerate() if one.name in kinds]


def is_clean(engine: Puller) -> bool:
    """Say whether nothing is left of a pull: no thread, no file, no layer half made."""
    return not working_threads() and not engine.leftovers() and not nameless_files(engine)


def nameless_files(engine: Puller) -> list[str]:
    """Return the engine's open files that have no name any more, as downloads have none."""
    found = []
    for name in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            found.append(os.readlink(f"/proc/self/fd/{name}"))
    return [one for one in found if one.startswith(f"{engine.root}/") and "(deleted)" in one]


def noisy(*names: str, size: int = 300_000) -> Image:
    """Return an image with a layer of noise for each name, so large that it can break."""
    return images.image(*[images.tar([images.file(name, _noise(name, size))]) for name in names])


def _noise(name: str, size: int) -> bytes:
    import random

    return random.Random(name).randbytes(size)


# -- what breaks, and goes on ------------------------------------------------------------------


def test_a_layer_that_breaks_off_goes_on_where_it_broke(fake: FakeRegistry, engine: Puller) -> None:
    broken = noisy("broken")
    layer = broken.layers[0]
    fake.add("broken", "1", broken)
    fake.on(f"blobs/{layer.digest}", Reply(200, layer.content, cut=100_000))
    rest = layer.content[100_000:]
    again = {"Content-Range": f"bytes 100000-{len(layer.content) - 1}/{len(layer.content)}"}
    fake.on(f"blobs/{layer.digest}", Reply(206, rest, again, cut=50_000))

    said = engine.pull(fake.name("broken"), "1")

    assert said.error == ""
    asked = [one for one in fake.asked if layer.digest in one.target]
    assert [one.headers.get("range") for one in asked] == [None, "bytes=100000-", "bytes=150000-"]
    waits = [one for one in said.statuses(layer.digest[7:19]) if one.startswith("Retrying")]
    assert waits[:5] == [
        *(f"Retrying in {left} seconds" for left in (5, 4, 3, 2)),
        "Retrying in 1 second",
    ]
    assert len(waits) == 15


def test_a_registry_that_cannot_start_in_the_middle_starts_anew(
    fake: FakeRegistry, engine: Puller
) -> None:
    broken = noisy("anew")
    layer = broken.layers[0]
    fake.add("anew", "1", broken)
    fake.ranges = False
    fake.on(f"blobs/{layer.digest}", Reply(200, layer.content, cut=100_000))

    said = engine.pull(fake.name("anew"), "1")

    assert said.error == ""
    asked = [one for one in fake.asked if layer.digest in one.target]
    assert [one.headers.get("range") for one in asked] == [None, "bytes=100000-", None]


def test_a_rest_that_does_not_fit_is_thrown_away_with_the_first_part(
    fake: FakeRegistry, engine: Puller
) -> None:
    broken = noisy("unfit")
    layer, size = broken.layers[0], len(broken.layers[0].content)
    fake.add("unfit", "1", broken)
    wrong = {"Content-Range": f"bytes 100000-{size - 1}/{size}"}
    fake.on(
        f"blobs/{layer.digest}",
        Reply(200, layer.content, cut=100_000),
        Reply(206, bytes(size - 100_000), wrong),
    )

    said = engine.pull(fake.name("unfit"), "1")

    assert said.error == ""
    asked = [one for one in fake.asked if layer.digest in one.target]
    assert [one.headers.get("range") for one in asked] == [None, "bytes=100000-", None]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (None, "no Content-Range header found in HTTP 206 response"),
        ("bytes 7-", "could not parse Content-Range header: bytes 7-"),
        (
            "bytes 7-9/10",
            "received Content-Range starting at offset 7 instead of requested 100000",
        ),
        (
            "bytes 100000-100001/9999999",
            "range in Content-Range stops before the end of the content: "
            "bytes 100000-100001/9999999",
        ),
    ],
)
def test_odd_ranges_are_told_in_gos_words_when_they_stay_odd(
    header: str | None, reason: str, fake: FakeRegistry, engine: Puller
) -> None:
    broken = noisy("ranges")
    layer = broken.layers[0]
    fake.add("ranges", "1", broken)
    odd = {"Content-Range": header} if header else {}
    fake.on(
        f"blobs/{layer.digest}",
        Reply(200, layer.content, cut=100_000),
        *[Reply(206, b"x", odd)] * 5,
    )

    said = engine.pull(fake.name("ranges"), "1")

    assert said.error == reason
    assert eventually(lambda: is_clean(engine))


def test_a_layer_that_stays_broken_is_given_up_after_five_more_attempts(
    fake: FakeRegistry, engine: Puller
) -> None:
    broken = noisy("never")
    fake.add("never", "1", broken)
    fake.on(f"blobs/{broken.layers[0].digest}", *[Reply(502, b"bad gateway")] * 9)

    said = engine.pull(fake.name("never"), "1")

    assert said.error == "received unexpected HTTP status: 502 Bad Gateway"
    assert len(fake.targets(broken.layers[0].digest)) == 6
    assert eventually(lambda: is_clean(engine))


def test_the_number_of_attempts_is_a_setting(fake: FakeRegistry, tmp_path: Path) -> None:
    broken = noisy("never")
    fake.add("never", "1", broken)
    fake.on(f"blobs/{broken.layers[0].digest}", *[Reply(502)] * 9)

    with pulling.ours(tmp_path, max_download_attempts=1) as engine:
        said = engine.pull(fake.name("never"), "1")

    assert said.error == "received unexpected HTTP status: 502 Bad Gateway"
    assert len(fake.targets(broken.layers[0].digest)) == 2


def test_a_configuration_is_asked_for_again_where_the_registry_fails(
    fake: FakeRegistry, engine: Puller
) -> None:
    one = noisy("config")
    fake.add("config", "1", one)
    fake.on(f"blobs/{one.config.digest}", Reply(500), Reply(200, one.config.content, cut=9))

    said = engine.pull(fake.name("config"), "1")

    assert said.error == ""
    assert len(fake.targets(one.config.digest)) == 3


def test_a_registry_that_asks_for_time_gets_it(fake: FakeRegistry, engine: Puller) -> None:
    busy = noisy("busy")
    fake.add("busy", "1", busy)
    later = {"Retry-After": "7"}
    fake.on(f"blobs/{busy.layers[0].digest}", Reply(429, b"{}", later), Reply(503, b"", later))
    now = {"Retry-After": "0"}
    fake.on("GET .*/manifests/", Reply(429, b"{}", now), Reply(503, b"", now))

    said = engine.pull(fake.name("busy"), "1")

    assert said.error == ""
    waits = said.statuses(busy.layers[0].digest[7:19])
    assert "Retrying in 7 seconds" in waits
    assert "Retrying in 10 seconds" in waits


def test_a_registry_that_wants_us_to_go_away_is_obeyed(fake: FakeRegistry, engine: Puller) -> None:
    busy = noisy("limit")
    fake.add("limit", "1", busy)
    body = b'{"errors":[{"code":"TOOMANYREQUESTS","message":"You have reached your limit"}]}'
    limit = Reply(429, body, {"Retry-After": "21600"})
    fake.on(f"blobs/{busy.layers[0].digest}", limit)

    said = engine.pull(fake.name("limit"), "1")

    assert said.error == "toomanyrequests: You have reached your limit"
    assert eventually(lambda: is_clean(engine))


# -- what lies ---------------------------------------------------------------------------------


def test_a_layer_with_another_digest_is_refused(fake: FakeRegistry, engine: Puller) -> None:
    lying = noisy("lying")
    layer = lying.layers[0]
    fake.add("lying", "1", lying)
    fake.on(f"blobs/{layer.digest}", Reply(200, bytes(len(layer.content))))

    said = engine.pull(fake.name("lying"), "1")

    assert said.error == f"filesystem layer verification failed for digest {layer.digest}"
    assert len(fake.targets(layer.digest)) == 1
    assert eventually(lambda: is_clean(engine))
    assert engine.layers() == {}


def test_a_layer_without_end_is_cut_off(fake: FakeRegistry, engine: Puller) -> None:
    lying = noisy("long")
    layer = lying.layers[0]
    fake.add("long", "1", lying)
    never = threading.Event()
    endless = Reply(200, layer.content + bytes(1 << 20), length=1 << 40, cut=1 << 20, hold=never)
    fake.on(f"blobs/{layer.digest}", endless)

    said = engine.pull(fake.name("long"), "1")

    told = f"longer than the {len(layer.content)} bytes that the manifest tells"
    assert said.error.endswith(told)
    assert eventually(lambda: is_clean(engine))


def test_a_layer_that_is_shorter_than_it_says_is_refused(
    fake: FakeRegistry, engine: Puller
) -> None:
    lying = noisy("short")
    layer = lying.layers[0]
    fake.add("short", "1", lying)
    fake.on(f"blobs/{layer.digest}", Reply(200, layer.content[:1000]))

    said = engine.pull(fake.name("short"), "1")

    assert said.error == f"filesystem layer verification failed for digest {layer.digest}"


def test_a_manifest_with_another_digest_is_refused(fake: FakeRegistry, engine: Puller) -> None:
    lying, other = noisy("right"), noisy("wrong")
    fake.add("lying", "1", lying)
    sent = Reply(200, other.manifest.content, {"Content-Type": images.DOCKER_MANIFEST})
    fake.on(f"GET .*{lying.manifest.digest}", sent, sent)

    by_tag = engine.pull(fake.name("lying"), "1")
    by_digest = engine.pull(fake.name("lying"), lying.manifest.digest)

    wanted = f"manifest verification failed for digest {lying.manifest.digest}"
    assert (by_tag.error, by_digest.error) == (wanted, wanted)


def test_a_configuration_with_another_digest_is_refused(fake: FakeRegistry, engine: Puller) -> None:
    lying = noisy("config")
    fake.add("lying", "1", lying)
    fake.on(f"blobs/{lying.config.digest}", Reply(200, b"{}"))

    said = engine.pull(fake.name("lying"), "1")

    told = f"image config verification failed for digest {lying.config.digest}"
    assert said.error == f"error pulling image configuration: {told}"
    assert eventually(lambda: is_clean(engine))


@pytest.mark.parametrize(
    "digest", ["sha256:../../../../etc/passwd", "md5:0123", "sha256:", "x", "../x"]
)
def test_a_list_that_names_no_digest_is_refused(
    digest: str, fake: FakeRegistry, engine: Puller
) -> None:
    platform = f'"platform":{{"os":"linux","architecture":"{_machine()}"}}'
    listing = (
        f'{{"mediaType":"{images.DOCKER_LIST}",'
        f'"manifests":[{{"digest":"{digest}","size":1,{platform}}}]}}'
    )
    fake.add("list", "1", Blob(listing.encode(), images.DOCKER_LIST))

    said = engine.pull(fake.name("list"), "1")

    assert "digest" in said.error
    assert fake.targets(re.escape(digest) + "$") == []


def _machine() -> str:
    import platform

    return {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())


@pytest.mark.parametrize("size", [0, 2, 50_000])
def test_a_layer_that_is_no_archive_leaves_nothing(
    size: int, fake: FakeRegistry, engine: Puller
) -> None:
    good = images.tar([images.file("good", b"good")])
    bad = _noise("bad", size)
    config = images.configuration([images.digest_of(good), images.digest_of(bad)])
    layers = (
        Blob(images.gzipped(good), images.DOCKER_LAYER),
        Blob(images.gzipped(bad)[:-5] if size else b"\x1f\x8b\x08", images.DOCKER_LAYER),
    )
    fake.add("bad", "1", images.describe(Blob(config, images.DOCKER_CONFIG), layers))

    said = engine.pull(fake.name("bad"), "1")

    assert said.error.startswith("failed to register layer: ")
    assert eventually(lambda: is_clean(engine))
    assert engine.layers() == {}


def test_a_foreign_layer_is_refused_clearly(fake: FakeRegistry, engine: Puller) -> None:
    layer = Blob(b"windows", images.DOCKER_FOREIGN_LAYER)
    config = Blob(images.configuration([images.digest_of(b"")]), images.DOCKER_CONFIG)
    manifest = (
        f'{{"schemaVersion":2,"mediaType":"{images.DOCKER_MANIFEST}",'
        f'"config":{{"mediaType":"{config.media_type}","digest":"{config.digest}"}},'
        f'"layers":[{{"mediaType":"{layer.media_type}","digest":"{layer.digest}",'
        '"urls":["https://example.com/layer"]}]}'
    )
    image = Image(Blob(manifest.encode(), images.DOCKER_MANIFEST), config, (layer,))
    fake.add("foreign", "1", image)
    fake.forget(layer)

    said = engine.pull(fake.name("foreign"), "1")

    assert said.error == (
        f"unknown blob: layer {layer.digest} is a foreign layer, which only Windows fetches "
        "from elsewhere than the registry (it is at https://example.com/layer)"
    )


@pytest.mark.parametrize("signed", [True, False], ids=["signed", "unsigned"])
def test_schema_1_is_refused_clearly(signed: bool, fake: FakeRegistry, engine: Puller) -> None:
    kind = "prettyjws" if signed else "json"
    media_type = f"application/vnd.docker.distribution.manifest.v1+{kind}"
    old = Blob(b'{"schemaVersion":1,"name":"old","fsLayers":[]}', media_type)
    fake.add("old", "1", old)

    said = engine.pull(fake.name("old"), "1")

    assert said.status == 500
    assert "manifest version 2, schema 1 support has been removed" in said.error
    assert f"Suggest the author of {fake.name('old')}:1 to upgrade" in said.error


def test_layers_of_zstd_are_read(fake: FakeRegistry, engine: Puller) -> None:
    zstandard = pytest.importorskip("zstandard")
    archive = images.tar([images.file("modern", b"zstd" * 1000)])
    media_type = "application/vnd.oci.image.layer.v1.tar+zstd"
    layer = Blob(zstandard.compress(archive), media_type)
    config = Blob(images.configuration([images.digest_of(archive)]), images.OCI_CONFIG)
    fake.add("modern", "1", images.describe(config, (layer,), oci=True))

    said = engine.pull(fake.name("modern"), "1")

    assert said.error == ""
    (files,) = engine.layers().values()
    assert "modern" in files


def test_layers_may_be_plain(fake: FakeRegistry, engine: Puller) -> None:
    archive = images.tar([images.file("plain", b"plain")])
    layer = Blob(archive, "application/vnd.docker.image.rootfs.diff.tar")
    config = Blob(images.configuration([images.digest_of(archive)]), images.DOCKER_CONFIG)
    fake.add("plain", "1", images.describe(config, (layer,)))

    said = engine.pull(fake.name("plain"), "1")

    assert said.error == ""


# -- who leaves, and what fills up -------------------------------------------------------------


def test_a_client_that_leaves_stops_its_pull_and_nothing_is_left(
    fake: FakeRegistry, engine: Puller, caplog: pytest.LogCaptureFixture
) -> None:
    slow = noisy("done", "slow")
    fake.add("slow", "1", slow)
    never = threading.Event()
    layer = slow.layers[1]
    fake.on(f"blobs/{layer.digest}", Reply(200, layer.content, cut=100_000, hold=never))
    connection = engine.open(fake.name("slow"), "1")
    assert eventually(lambda: fake.targets(layer.digest) and engine.layers())

    connection.close()

    assert fake.gone.wait(10)
    assert eventually(lambda: is_clean(engine))
    assert engine.layers() == {}
    assert engine.inspect(fake.name("slow") + ":1") is None
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("where", ["/v2/$", "HEAD", "GET .*manifests", "blobs"])
def test_a_client_may_leave_at_any_time(where: str, fake: FakeRegistry, engine: Puller) -> None:
    slow = noisy("slow")
    fake.add("slow", "1", slow)
    reached, never = threading.Event(), threading.Event()

    def stall(asked: Asked) -> Reply:
        reached.set()
        return Reply(200, b"xxxx", cut=0, hold=never)

    fake.on(where, stall, stall)
    connection = engine.open(fake.name("slow"), "1")
    assert reached.wait(10)

    connection.close()

    assert fake.gone.wait(10)
    assert eventually(lambda: is_clean(engine))


def test_a_client_may_leave_while_layers_are_unpacked(fake: FakeRegistry, engine: Puller) -> None:
    files = [images.file(f"file-{n}", b"x") for n in range(20_000)]
    fake.add("many", "1", images.image(images.tar(files)))
    connection = engine.open(fake.name("many"), "1")
    answer = connection.getresponse()
    assert eventually(lambda: b'"Extracting"' in answer.readline())

    answer.close()
    connection.close()

    assert eventually(lambda: is_clean(engine))
    assert engine.layers() == {}


def test_a_client_that_leaves_does_not_stop_anothers_pull(
    fake: FakeRegistry, engine: Puller
) -> None:
    shared = noisy("shared")
    fake.add("shared", "1", shared)
    go_on = threading.Event()
    layer = shared.layers[0]
    fake.on(f"blobs/{layer.digest}", Reply(200, layer.content, cut=100_000, hold=go_on))
    first = engine.open(fake.name("shared"), "1")
    assert eventually(lambda: fake.targets(layer.digest))
    with ThreadPoolExecutor() as pool:
        second = pool.submit(engine.pull, fake.name("shared"), "1")
        assert eventually(lambda: len(fake.targets("HEAD")) == 2)
        # The second one has joined when it reports what the first has done so far.
        time.sleep(0.3)

        first.close()
        time.sleep(0.5)
        go_on.set()

        said = second.result()
    assert said.error == ""
    assert len(fake.targets(layer.digest)) == 1
    assert eventually(lambda: is_clean(engine))


def test_an_engine_that_stops_takes_its_pulls_along(fake: FakeRegistry, tmp_path: Path) -> None:
    slow = noisy("slow")
    fake.add("slow", "1", slow)
    never = threading.Event()
    layer = slow.layers[0]
    with pulling.ours(tmp_path) as engine:
        fake.on(f"blobs/{layer.digest}", Reply(200, layer.content, cut=100_000, hold=never))
        connection = engine.open(fake.name("slow"), "1")
        assert eventually(lambda: fake.targets(layer.digest))
        started = time.monotonic()

    assert time.monotonic() - started < 5
    assert eventually(lambda: is_clean(engine))
    connection.close()


@contextlib.contextmanager
def small_disk(path: Path, size: str) -> Iterator[Path]:
    """Mount a file system of ``size`` on ``path``."""
    path.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(path)]
    subprocess.run(mount, check=True)
    try:
        yield path
    finally:
        subprocess.run(["umount", str(path)], check=True)


def test_a_full_disk_ends_a_download_at_once(fake: FakeRegistry, tmp_path: Path) -> None:
    large = noisy("large", size=3_000_000)
    fake.add("large", "1", large)
    with small_disk(tmp_path / "small", "1m") as small, pulling.ours(tmp_path) as engine:
        engine.download_to(small)

        said = engine.pull(fake.name("large"), "1")

        assert said.error == f"write {small}/GetImageBlob: no space left on device"
        assert len(fake.targets(large.layers[0].digest)) == 1
        assert eventually(lambda: is_clean(engine))


def test_a_disk_that_is_full_of_the_unpacked_layer_is_told_with_the_file(
    fake: FakeRegistry, tmp_path: Path
) -> None:
    zeros = images.image(images.tree({"d": None, "d/zeros": bytes(4_000_000)}))
    fake.add("zeros", "1", zeros)
    fake.add("small", "1", noisy("small", size=1000))
    with small_disk(tmp_path / "small", "2m") as small, pulling.ours(small) as engine:
        said = engine.pull(fake.name("zeros"), "1")

        assert said.error == (
            "failed to register layer: Error processing tar file(exit status 1): "
            "write /d/zeros: no space left on device"
        )
        assert eventually(lambda: is_clean(engine))
        assert engine.layers() == {}
        assert engine.pull(fake.name("small"), "1").error == ""


# -- side by side ------------------------------------------------------------------------------


def test_no_more_layers_are_downloaded_at_once_than_allowed(
    fake: FakeRegistry, tmp_path: Path
) -> None:
    many = noisy(*"abcdefgh", size=100_000)
    fake.add("many", "1", many)

    def slowly(asked: Asked) -> None:
        time.sleep(0.2)

    fake.on("blobs", *[slowly] * 20)
    with pulling.ours(tmp_path, max_concurrent_downloads=2) as engine:
        said = engine.pull(fake.name("many"), "1")

    assert said.error == ""
    # The configuration is no layer, and comes beside them.
    assert 2 <= fake.most_at_once <= 3
    waiting = [one for one in said.lines if one.get("status") == "Waiting"]
    assert len(waiting) == 6


def test_what_two_pulls_share_is_downloaded_once(fake: FakeRegistry, engine: Puller) -> None:
    both = [noisy("base", "middle", top) for top in ("left", "right")]
    fake.add("left", "1", both[0])
    fake.add("right", "1", both[1])
    go_on = threading.Event()
    base = both[0].layers[0]
    fake.on(f"blobs/{base.digest}", Reply(200, base.content, cut=9, hold=go_on))

    with ThreadPoolExecutor() as pool:
        pulls = [pool.submit(engine.pull, fake.name(name), "1") for name in ("left", "right")]
        assert eventually(lambda: len(fake.targets("HEAD")) == 2)
        time.sleep(0.3)
        go_on.set()
        said = [pull.result() for pull in pulls]

    assert [one.error for one in said] == ["", ""]
    for layer in (*both[0].layers, both[1].layers[2]):
        assert len(fake.targets(layer.digest)) == 1
    for one in said:
        assert "Pull complete" in one.statuses(base.digest[7:19])
    assert eventually(lambda: is_clean(engine))


def test_layers_that_exist_are_not_downloaded_again(fake: FakeRegistry, engine: Puller) -> None:
    fake.add("first", "1", noisy("base", "one"))
    second = noisy("base", "two")
    fake.add("second", "1", second)
    engine.pull(fake.name("first"), "1")
    fake.asked.clear()

    said = engine.pull(fake.name("second"), "1")

    base, top = second.layers
    assert said.statuses(base.digest[7:19]) == ["Already exists"]
    assert fake.targets(base.digest) == []
    assert len(fake.targets(top.digest)) == 1


def test_an_image_that_was_removed_is_downloaded_again(fake: FakeRegistry, engine: Puller) -> None:
    fake.add("again", "1", noisy("again"))
    engine.pull(fake.name("again"), "1")
    engine.remove(fake.name("again") + ":1")
    assert engine.layers() == {}

    said = engine.pull(fake.name("again"), "1")

    assert said.error == ""
    assert len(engine.layers()) == 1


def test_a_tag_that_moved_is_moved_here_too(fake: FakeRegistry, engine: Puller) -> None:
    old, new = noisy("old"), noisy("new")
    fake.add("moves", "1", old)
    engine.pull(fake.name("moves"), "1")
    fake.add("moves", "1", new)

    said = engine.pull(fake.name("moves"), "1")

    name = fake.name("moves")
    assert said.statuses()[-1] == f"Status: Downloaded newer image for {name}:1"
    assert engine.repositories()["Repositories"][name] == {
        f"{name}:1": new.config.digest,
        f"{name}@{old.manifest.digest}": old.config.digest,
        f"{name}@{new.manifest.digest}": new.config.digest,
    }


def test_every_tag_is_pulled_page_by_page(fake: FakeRegistry, engine: Puller) -> None:
    fake.add("tags", "one", noisy("one"))
    fake.add("tags", "two", noisy("two"))
    link = {"Link": '</v2/tags/tags/list?last=one&n=1>; rel="next"'}
    fake.on("tags/list$", Reply(200, b'{"tags":["one"]}', link))
    fake.on("last=one", Reply(200, b'{"tags":["two"]}'))

    said = engine.pull(fake.name("tags"))

    assert said.statuses()[-1] == f"Status: Downloaded newer image for {fake.name('tags')}"
    assert set(engine.repositories()["Repositories"][fake.name("tags")]) >= {
        f"{fake.name('tags')}:one",
        f"{fake.name('tags')}:two",
    }


def test_a_hundred_layers_come_in_order(fake: FakeRegistry, engine: Puller) -> None:
    tall = images.image(*[images.tar([images.file("count", str(n).encode())]) for n in range(100)])
    fake.add("tall", "1", tall)

    said = engine.pull(fake.name("tall"), "1")

    assert said.error == ""
    assert len(engine.inspect(fake.name("tall") + ":1")["RootFS"]["Layers"]) == 100


def test_more_layers_than_overlayfs_stacks_are_refused(fake: FakeRegistry, engine: Puller) -> None:
    tall = images.image(*[images.tar([images.file("count", str(n).encode())]) for n in range(130)])
    fake.add("tall", "1", tall)

    said = engine.pull(fake.name("tall"), "1")

    assert said.error == "failed to register layer: max depth exceeded"
    assert eventually(lambda: is_clean(engine))
    assert engine.layers() == {}


# -- redirects ---------------------------------------------------------------------------------


def test_blobs_may_be_elsewhere_and_no_password_goes_there(
    fake: FakeRegistry, engine: Puller
) -> None:
    moved = noisy("moved")
    fake.add("moved", "1", moved)
    fake.challenge = 'Basic realm="test"'
    fake.accepted = {"Basic dGVhY2hlcjpzM2NyZXQ="}
    with fake_registry.serving() as store:
        store.add("v2-store", "1", moved)
        for blob in moved.blobs:
            place = (
                f"http://localhost:{store.server_address[1]}/v2/v2-store/blobs/{blob.digest}?t=1"
            )
            fake.on(f"blobs/{blob.digest}", Reply(307, b"", {"Location": place}))

        said = engine.pull(fake.name("moved"), "1", username="teacher", password="s3cret")

    assert said.error == ""
    assert all("authorization" in one.headers for one in fake.asked)
    assert len(store.asked) == 2
    assert [one.headers.get("authorization") for one in store.asked] == [None, None]


def test_a_broken_blob_elsewhere_goes_on_from_where_the_registry_says(
    fake: FakeRegistry, engine: Puller
) -> None:
    moved = noisy("moved")
    layer = moved.layers[0]
    fake.add("moved", "1", moved)
    with fake_registry.serving() as store:
        store.add("s", "1", moved)
        place = {"Location": f"http://{store.address}/v2/s/blobs/{layer.digest}"}
        fake.on(f"blobs/{layer.digest}", Reply(302, b"", place), Reply(302, b"", place))
        store.on(f"blobs/{layer.digest}", Reply(200, layer.content, cut=100_000))

        said = engine.pull(fake.name("moved"), "1")

    assert said.error == ""
    assert [one.headers.get("range") for one in store.asked] == [None, "bytes=100000-"]
    assert len(fake.targets(layer.digest)) == 2
