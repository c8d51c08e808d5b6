"""Images: from a name to a registry, and from its tag to a manifest."""

from __future__ import annotations

from engine.api.server.router.image import image_routes
from engine.daemon.images import image_pull
from engine.distribution import errors, manifest, pull, pull_v2, pull_v2_unix, registry
from engine.registry import auth, service, service_v2
from engine.vendor.docker.distribution.registry.client.auth import session
from walkthrough.lesson import Lesson

LESSONS = (
    Lesson(
        id="image",
        step=image_routes.post_images_create,
        title="The handler of POST /images/create",
        why="""
            With `fromImage` it is a pull, with `fromSrc` an import. The answer is a
            stream of progress, so an error may come after the status 200.
        """,
        section="3",
    ),
    Lesson(
        id="image.pullImage",
        step=image_pull.pull_image,
        title="Pull by name and tag",
        why="""
            The tag may be a digest. A tag can be moved to another image at any time; a
            digest always means the same content.
        """,
        show=("image", "tag"),
    ),
    Lesson(
        id="image.pullImage.withReference",
        step=image_pull.pull_image_with_reference,
        title="Start the progress writer, then pull",
        why="""
            The pull reports to a queue; a thread of its own turns that into the stream, so
            a slow client hardly slows the pull. If the client is gone, the pull is
            cancelled. Go has a channel and a goroutine for this.
        """,
        show=("ref",),
    ),
    Lesson(
        id="image.pull",
        step=pull.pull,
        title="From which registry?",
        why="""
            Each address for the name is tried until one works, or fails in a way that no
            other can mend. Plain HTTP is only for hosts that count as insecure; by default
            that is the loopback. A host that has answered over HTTPS is not asked over
            HTTP.
        """,
    ),
    Lesson(
        id="image.pull.resolveRepository",
        step=service.DefaultService.resolve_repository,
        title="Name and registry",
        why="""
            The name says which registry it is. The daemon's settings say whether that
            counts as secure, and which mirrors it has.
        """,
    ),
    Lesson(
        id="image.pull.lookupEndpoints",
        step=service_v2.lookup_v2_endpoints,
        title="Where to try",
        why="""
            Docker Hub: the mirrors first, if any are set. Any other: HTTPS, and HTTP after
            it if the host counts as insecure.
        """,
        show=("hostname",),
    ),
    Lesson(
        id="image.pull.translateError",
        step=errors.translate_pull_error,
        title="What the registry's error means here",
        why="""
            "Denied" and "unknown" become "not found": a registry will not say whether a
            private image exists.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull",
        step=pull_v2.V2Puller.pull,
        title="Pull with the registry protocol, version 2",
        why="""
            If this fails, it decides whether the next address is worth trying.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.newV2Repository",
        step=registry.new_v2_repository,
        title="Connect and find out how to log in",
        why="""
            The first request tells which kind of login the registry wants.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.newV2Repository.ping",
        step=auth.ping_v2_registry,
        title="GET /v2/",
        why="""
            Either the registry lets us in, or its answer says what it wants: a token, and
            where to get one, or name and password.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.newV2Repository.fetchToken",
        step=session.TokenHandler.fetch_token,
        title="Get a token",
        why="""
            It is good for pulling from this one repository, and for a short time: whoever
            steals it gains little.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.newV2Repository.fetchToken.basic",
        step=session.TokenHandler.fetch_token_with_basic_auth,
        title="Get it with name and password",
        why="""
            Or with nothing at all: public images need a token, too.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.repository",
        step=pull_v2.V2Puller.pull_v2_repository,
        title="One tag, or all",
        why="""
            A name with neither tag nor digest stands for all tags of the repository. At the
            end a line says whether something new came.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag",
        step=pull_v2.V2Puller.pull_v2_tag,
        title="From tag to manifest to image",
        why="""
            The tag leads to a manifest, the manifest names config and layers by digest.
            From there on everything can be verified.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.manifestGet",
        step=manifest.ManifestStore.get,
        title="Get the manifest",
        why="""
            It is asked for by digest, so what comes can be checked. Docker first looks into
            containerd's content store, which keeps the manifests of earlier pulls. There is
            none here, so the registry is asked each time.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.manifestList",
        step=pull_v2.V2Puller.pull_manifest_list,
        title="One name, many platforms",
        why="""
            The list names a manifest for each. The one for this host is taken, unless
            another platform was asked for.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.manifestList.filter",
        step=pull_v2_unix.filter_manifests,
        title="Which one fits?",
        why="""
            Same system, processor and variant. For `arm` alone any variant will do if none
            is equal, as in older versions.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.schema2",
        step=pull_v2.V2Puller.pull_schema2,
        title="A manifest of today's form",
        why="""
            Docker's form and that of OCI differ in names only. What was asked for by digest
            must have that digest.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.schema2.layers",
        step=pull_v2.V2Puller.pull_schema2_layers,
        title="Config and layers, at the same time",
        why="""
            If an image with this config is here already, nothing is fetched. The config
            says which DiffIDs the unpacked layers must have; if they differ, the image is
            refused.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.schema2.layers.config",
        step=pull_v2.V2Puller.pull_schema2_config,
        title="The image's config",
        why="""
            Its digest is the image's ID, so it is compared with the content before anything
            is believed of it.
        """,
    ),
)
