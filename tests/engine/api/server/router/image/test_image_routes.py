"""Images over a real socket, with a service that only takes notes."""

import base64

import pytest

from engine import errdefs
from engine.api.server.router.image import ImageRouter
from engine.golang.errors import GoError


class NotingImages:
    def __init__(self):
        self.calls = []

    def pull_image(self, ctx, image, tag, platform, meta_headers, auth_config, out_stream):
        self.calls.append((image, tag, platform, meta_headers, auth_config))
        if image == "scratch":
            raise errdefs.Forbidden("'scratch' is a reserved name")
        out_stream.write(b'{"status":"Pulling"}\r\n')
        if image == "broken":
            raise GoError("connection lost")

    def import_image(self, src, repository, platform, tag, msg, in_config, out_stream, changes):
        self.calls.append((src, repository, platform, tag, msg, in_config.read(), changes))
        out_stream.write(b'{"status":"sha256:1"}\r\n')

    def load_image(self, in_tar, out_stream, quiet):
        data = in_tar.read()
        self.calls.append((data, quiet))
        if data == b"abc":
            raise GoError("unexpected EOF")
        out_stream.write(b'{"stream":"Loaded"}\r\n')

    def export_image(self, names, out_stream):
        if names == ["nope"]:
            raise errdefs.NotFound("No such image: nope")
        self.calls.append(names)
        out_stream.write(b"tar")

    def lookup_image(self, name):
        raise errdefs.NotFound(f"no such image: {name}")

    def images(self, image_filters, all, with_extra_attrs):
        self.calls.append((image_filters.get("reference"), all))
        return []

    def image_history(self, image_name):
        return [{"Id": image_name}]

    def image_delete(self, image_ref, force, prune):
        self.calls.append((image_ref, force, prune))
        return [{"Untagged": image_ref}]

    def tag_image(self, image_name, repository, tag):
        self.calls.append((image_name, repository, tag))
        return f"{repository}:{tag}"


@pytest.fixture
def images():
    return NotingImages()


@pytest.fixture
def client(serve, images):
    return serve(ImageRouter(images))


def test_a_pull_streams_its_progress(client, images):
    auth = base64.urlsafe_b64encode(b'{"username":"joe"}').decode()

    answer = client.request(
        "POST",
        "/images/create?fromImage=bb&tag=1&platform=linux/arm64",
        headers={"X-Registry-Auth": auth, "X-Meta-Foo": "bar"},
    )

    assert (answer.status, answer.body) == (200, b'{"status":"Pulling"}\r\n')
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Transfer-Encoding"].lower() == "chunked"
    image, tag, platform, meta, config = images.calls[0]
    assert (image, tag, platform.architecture, config.username) == ("bb", "1", "arm64", "joe")
    assert meta == {"X-Meta-Foo": ["bar"]}


@pytest.mark.parametrize("auth", ["", "e30=", "!!!", "bm8ganNvbg=="])
def test_a_pull_without_legible_credentials_is_anonymous(client, images, auth):
    client.request("POST", "/images/create?fromImage=bb", headers={"X-Registry-Auth": auth})

    assert images.calls[0][4].username == ""


def test_an_error_before_the_first_line_decides_the_status(client):
    answer = client.request("POST", "/images/create?fromImage=scratch")

    assert (answer.status, answer.message) == (403, "'scratch' is a reserved name")


def test_an_error_after_the_first_line_is_one_more_line(client):
    answer = client.request("POST", "/images/create?fromImage=broken")

    assert answer.status == 200
    assert answer.body.splitlines()[1] == (
        b'{"errorDetail":{"message":"connection lost"},"error":"connection lost"}'
    )


def test_a_platform_that_is_none_is_refused_from_1_32_on(client):
    statuses = [
        client.request("POST", f"/v{version}/images/create?fromImage=bb&platform=foo").status
        for version in ("1.31", "1.32")
    ]

    assert statuses == [200, 400]


def test_an_import_gets_the_body_and_the_changes(client, images):
    client.request(
        "POST", "/images/create?fromSrc=-&repo=r&tag=t&message=m&changes=A&changes=B", b"files"
    )

    assert images.calls == [("-", "r", "", "t", "m", b"files", ["A", "B"])]


@pytest.mark.parametrize(("query", "quiet"), [("", True), ("?quiet=0", False), ("?quiet=1", True)])
def test_a_load_is_quiet_unless_told_otherwise(client, images, query, quiet):
    answer = client.request("POST", f"/images/load{query}", b"x" * 100_000)

    assert answer.body == b'{"stream":"Loaded"}\r\n'
    assert images.calls == [(b"x" * 100_000, quiet)]


def test_a_load_that_fails_still_answers_200(client):
    answer = client.request("POST", "/images/load", b"abc")

    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.body == (
        b'{"errorDetail":{"message":"unexpected EOF"},"error":"unexpected EOF"}\r\n'
    )


@pytest.mark.parametrize(
    ("path", "names"), [("/images/a/b/get", ["a/b"]), ("/images/get?names=a&names=b", ["a", "b"])]
)
def test_images_are_saved_by_path_or_by_query(client, images, path, names):
    answer = client.request("GET", path)

    assert (answer.body, answer.headers["Content-Type"]) == (b"tar", "application/x-tar")
    assert images.calls == [names]


def test_saving_an_unknown_image_is_404_in_json(client):
    answer = client.request("GET", "/images/nope/get")

    assert (answer.status, answer.message) == (404, "No such image: nope")
    assert answer.headers["Content-Type"] == "application/json"


def test_the_old_filter_parameter_counts_until_1_41(client, images):
    for version in ("1.40", "1.41"):
        client.request("GET", f"/v{version}/images/json?filter=bb&all=1")

    assert images.calls == [(["bb"], True), ([], True)]


def test_delete_needs_a_name(client):
    answer = client.request("DELETE", "/images/%20")

    assert (answer.status, answer.message) == (400, "image name cannot be blank")


def test_delete_prunes_unless_told_otherwise(client, images):
    answer = client.request("DELETE", "/images/bb?force=1")
    client.request("DELETE", "/images/bb?noprune=1")

    assert answer.json == [{"Untagged": "bb"}]
    assert images.calls == [("bb", True, True), ("bb", False, False)]


def test_tag_answers_201_without_a_body(client, images):
    answer = client.request("POST", "/images/bb/tag?repo=r&tag=t")

    assert (answer.status, answer.body, answer.headers["Content-Length"]) == (201, b"", "0")
    assert images.calls == [("bb", "r", "t")]


def test_history_and_inspect_name_the_image(client):
    answers = [client.request("GET", f"/images/bb/{what}") for what in ("history", "json")]

    assert answers[0].json == [{"Id": "bb"}]
    assert (answers[1].status, answers[1].message) == (404, "no such image: bb")
