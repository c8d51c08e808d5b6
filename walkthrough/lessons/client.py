"""The client: one request over HTTP, and its answer."""

from __future__ import annotations

from engine.client import (
    client,
    container_create,
    errors,
    image_create,
    image_pull,
    ping,
    request,
    response,
)
from engine.errdefs import http_helpers
from engine.vendor.containerd.platforms import platforms
from walkthrough.lesson import Lesson

LESSONS = (
    Lesson(
        id="cli.runDocker.initialize.dockerCli.newAPIClient.newClientWithOpts",
        step=client.new_client_with_opts,
        title="A client with its defaults",
        why="""
            The local socket, and the newest API version it knows. It will lower the
            version for an older engine, never raise it.
        """,
    ),
    Lesson(
        id="cli.runDocker.initialize.dockerCli.initializeFromClient.ping",
        step=ping.ping,
        title="HEAD /_ping, the smallest request",
        why="""
            Headers are enough: they carry the API version and the operating system. Its
            path has no version, so that every engine can answer it. One that does not
            know HEAD is asked by GET.
        """,
    ),
    Lesson(
        id="cli.runDocker.initialize.dockerCli.initializeFromClient.ping.parsePingResponse",
        step=ping.parse_ping_response,
        title="Read the answer's headers",
        why="""
            Who answers without a version is a very old engine, and is spoken to in 1.24.
        """,
    ),
    Lesson(
        id="cli.runDocker.initialize.dockerCli.initializeFromClient.negotiate",
        step=client.Client.negotiate_api_version_ping,
        title="Agree on a version",
        why="""
            Unless `DOCKER_API_VERSION` says otherwise, the older of the two is spoken.
        """,
    ),
    Lesson(
        id="cli.runDocker.initialize.dockerCli.initializeFromClient.negotiate.inner",
        step=client.Client._negotiate_api_version_ping,
        title="The older one wins",
        why="""
            A client can know what older engines understand, an engine cannot know what
            newer clients mean.
        """,
    ),
    Lesson(
        id="cli.createContainer.pullImage.imageCreate",
        step=image_create.image_create,
        title="POST /images/create",
        why="""
            That is the API's name for a pull. The answer is a stream, so reading it is
            left to the caller.
        """,
        show=("parent_reference",),
    ),
    Lesson(
        id="cli.createContainer.pullImage.imageCreate.tryImageCreate",
        step=image_create.try_image_create,
        title="Send it, with credentials",
        why="""
            The request has no body: what to pull is in the query, and who asks is in
            the header X-Registry-Auth.
        """,
    ),
    Lesson(
        id="cli.createContainer.pullImage.imageCreate.getAPITag",
        step=image_pull.get_api_tag_from_named_ref,
        title="A tag, or a digest in its place",
        why="""
            The API has one field for both.
        """,
        show=("ref",),
    ),
    Lesson(
        id="client",
        step=container_create.container_create,
        title="Container settings become an HTTP request",
        why="""
            Config lies at the top of the body, HostConfig and NetworkingConfig are keys
            inside it: the API grew that way. The name goes into the query. The earlier
            source analysis links to master here, which has moved on; at the tag it is
            `client/container_create.go`.
        """,
        show=("container_name",),
        section="3",
    ),
    Lesson(
        id="client.newVersionError",
        step=errors.new_version_error,
        title="Too new for this engine",
        why="""
            Better an error than a request whose new field is silently ignored.
        """,
    ),
    Lesson(
        id="client.platformFormat",
        step=platforms.format,
        title="os/arch/variant",
        why="""
            The platform chooses among the images of one name. It is no setting of the
            container, so it stands in the query.
        """,
        section="3",
    ),
    Lesson(
        id="client.post",
        step=request.post,
        title="POST with a JSON body",
        why="""
            Every call that makes something goes through here; a pull, too, but without a
            body.
        """,
        show=("path",),
        section="3",
    ),
    Lesson(
        id="client.post.encodeBody",
        step=request.encode_body,
        title="The object becomes JSON",
        why="""
            Go's rules hold: a nil list is `null`, an empty one `[]`, and `<`, `>` and
            `&` are escaped.
        """,
    ),
    Lesson(
        id="client.post.sendRequest",
        step=request.send_request,
        title="Build, send, look at the status",
        why="""
            The three parts are steps of their own, next.
        """,
        show=("method", "path"),
    ),
    Lesson(
        id="client.post.sendRequest.getAPIPath",
        step=client.Client.get_api_path,
        title="The version goes into the path",
        why="""
            `/v1.41/…` lets one engine serve clients of several ages.
        """,
        show=("path",),
    ),
    Lesson(
        id="client.post.sendRequest.buildRequest",
        step=request.build_request,
        title="A request over a socket needs a host too",
        why="""
            HTTP demands one, a unix socket has none, so the word `docker` stands there.
        """,
        show=("method", "path"),
    ),
    Lesson(
        id="client.post.sendRequest.addHeaders",
        step=request.add_headers,
        title="Headers of the config file, then of the request",
        why="""
            The request's own win, so the config file cannot change what Docker itself
            relies on.
        """,
    ),
    Lesson(
        id="client.post.sendRequest.doRequest",
        step=request.do_request,
        title="Over the socket, and wait",
        why="""
            From here on the engine works. If it is watched, too, its steps stand indented
            below. This step ends when status and headers of the answer are there; the
            body is read later.
        """,
    ),
    Lesson(
        id="client.post.sendRequest.checkResponseErr",
        step=response.check_response_err,
        title="A status from 200 to 399 is good",
        why="""
            Everything else becomes an error with the engine's own words, which stand in
            the `message` of the body.
        """,
    ),
    Lesson(
        id="client.post.sendRequest.fromStatusCode",
        step=http_helpers.from_status_code,
        title="The status says what kind of error it is",
        why="""
            404 becomes NotFound, and so on. That is how the client can tell a missing
            image from a wrong request without reading the text.
        """,
        show=("status",),
    ),
    Lesson(
        id="client.isErrNotFound",
        step=errors.is_err_not_found,
        title="Was it a 404?",
        why="""
            This question decides whether the image is pulled.
        """,
        section="3",
    ),
    Lesson(
        id="client.ensureReaderClosed",
        step=response.ensure_reader_closed,
        title="Read the rest, then close the body",
        why="""
            The connection can be used again only if nothing of the old answer is left in
            it. A long rest is not read: then a new connection is cheaper.
        """,
        section="3",
    ),
)
