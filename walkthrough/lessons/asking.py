"""Asking: the create request, the pull if the image is missing, and the answer."""

from __future__ import annotations

from cli.command import registry
from cli.command.container import cidfile, create, create_warnings
from cli.command.image import trust as image_trust
from cli.trust import trust as trust_trust
from engine.pkg.jsonmessage import jsonmessage
from engine.registry import config
from engine.vendor.docker.distribution.reference import normalize
from walkthrough.lesson import Lesson

LESSONS = (
    Lesson(
        id="cli.createContainer",
        step=create.create_container,
        title="Ask, pull if it is missing, ask once more",
        why="""
            By default the image is not looked for beforehand. The client asks for the
            container; only if the answer is "not found" does it pull and ask again. The
            earlier source analysis speaks of a missing image alone, but any 404 has that
            effect, an unknown volume driver's too.
        """,
        show=("options",),
        section="3",
    ),
    Lesson(
        id="cli.createContainer.warnOnOomKillDisable",
        step=create_warnings.warn_on_oom_kill_disable,
        title="A warning that needs no engine",
        why="""
            A container that the kernel may not stop when memory runs out, and that has no
            limit of its own, can use up the memory of the whole host.
        """,
    ),
    Lesson(
        id="cli.createContainer.warnOnLocalhostDNS",
        step=create_warnings.warn_on_localhost_dns,
        title="localhost is not localhost inside",
        why="""
            In the container 127.0.0.1 is the container itself, so a name server there
            is rarely what was meant.
        """,
    ),
    Lesson(
        id="cli.createContainer.newCIDFile",
        step=cidfile.new_cid_file,
        title="Claim the ID file before anything else",
        why="""
            With --cidfile: if the file exists, nothing is done at all. A create that
            could not report its ID would leave a container that nobody knows.
        """,
        show=("path",),
    ),
    Lesson(
        id="cli.createContainer.closeCIDFile",
        step=cidfile.CidFile.close,
        title="Close the ID file",
        why="""
            If no ID was written, because the create failed, the file that was claimed
            is removed again. Without --cidfile there is none.
        """,
    ),
    Lesson(
        id="cli.createContainer.writeCIDFile",
        step=cidfile.CidFile.write,
        title="The ID goes into the file, without a newline",
        why="""
            So a script can use the content as it is. Without --cidfile nothing is
            written.
        """,
    ),
    Lesson(
        id="cli.createContainer.parseReference",
        step=create._parse_reference,
        title="The image's full name",
        why="""
            It is needed for signatures, for messages, and to know whether a pull makes
            sense: an ID has no name. The request itself says what was typed.
        """,
        show=("image",),
    ),
    Lesson(
        id="cli.createContainer.parseReference.parseAnyReference",
        step=normalize.parse_any_reference,
        title="Is this a name or an ID?",
        why="""
            64 hex digits, or `sha256:` and the digits, are an image ID. All else is taken
            as a name, a short ID, too: only the engine can know those. An ID cannot be
            pulled.
        """,
        show=("text",),
    ),
    Lesson(
        id="cli.createContainer.parseReference.parseAnyReference.parseNormalizedNamed",
        step=normalize.parse_normalized_named,
        title="A short name becomes a full one",
        why="""
            `busybox` is `docker.io/library/busybox`. The part before the first slash is
            a registry only if it looks like a host: it has a dot or a colon, or is
            `localhost`.
        """,
        show=("text",),
    ),
    Lesson(
        id="cli.createContainer.parseReference.tagNameOnly",
        step=normalize.tag_name_only,
        title="No tag means :latest",
        why="""
            The tag is a name like any other; it does not mean the newest image. A name
            that has a digest needs no tag.
        """,
        show=("ref",),
    ),
    Lesson(
        id="cli.createContainer.trustedReference",
        step=image_trust.trusted_reference,
        title="Ask for the signed digest",
        why="""
            With content trust on, a notary is asked which digest was signed for the tag,
            and that digest then names the image: whoever moves the tag cannot swap the
            image. No signature can be checked here, so the create is refused.
        """,
        later="""
            Since 29.0 (2025) `docker create` asks for no signatures any more: the
            notary's software was no longer looked after.
            https://github.com/docker/cli/pull/6603
        """,
    ),
    Lesson(
        id="cli.createContainer.trustedReference.getImageReferencesAndAuth",
        step=trust_trust.get_image_references_and_auth,
        title="Whom to ask, and as whom",
        why="""
            The registry's host decides which credentials are used.
        """,
    ),
    Lesson(
        id="cli.createContainer.trustedReference.getNotaryRepository",
        step=trust_trust.get_notary_repository,
        title="Find the notary",
        why="""
            Docker Hub's is Docker's own; any other registry is taken to be its own
            notary. `DOCKER_CONTENT_TRUST_SERVER` names another.
        """,
    ),
    Lesson(
        id="cli.createContainer.trustedReference.notaryError",
        step=trust_trust.notary_error,
        title="The notary's errors in plain words",
        why="""
            A notary's own errors speak of files and roles. The user is told whether it
            was out of reach, or has no signatures for the image.
        """,
    ),
    Lesson(
        id="cli.createContainer.platform",
        step=create._platform,
        title="For which platform?",
        why="""
            An engine before API 1.41 cannot be told at create. For it the platform
            counts only when the image is pulled.
        """,
        show=("options",),
    ),
    Lesson(
        id="cli.createContainer.pullAndTagImage",
        step=create._pull_and_tag_image,
        title="Pull, and name what was signed",
        why="""
            Both ways to a pull lead here. Where only signed images will do, it is
            pulled by digest, and then gets the tag that was typed.
        """,
        show=("image", "platform"),
        section="3",
    ),
    Lesson(
        id="cli.createContainer.pullAlways",
        step=create._pull_always,
        title="Pull before anything is asked?",
        why="""
            Only with `--pull always`: a tag may stand for another image in the registry
            by now, and then the one on the host is old.
        """,
        show=("options",),
        section="3",
    ),
    Lesson(
        id="cli.createContainer.request",
        step=create._request_and_retry,
        title="Ask; after a 404 pull, and ask once more",
        why="""
            One request as a rule. It is repeated only once, and only if the image has a
            name and `--pull` is `missing`; any other answer is final.
        """,
        show=("platform",),
        section="3",
    ),
    Lesson(
        id="cli.createContainer.warnings",
        step=create._print_warnings,
        title="Warnings come with a success",
        why="""
            The container has been made all the same. They go to stderr, so a script
            that reads the ID does not meet them.
        """,
        show=("warnings",),
    ),
    Lesson(
        id="cli.createContainer.pullImage",
        step=create.pull_image,
        title="Pull the image through the engine",
        why="""
            The client downloads nothing. It asks the engine, and shows the progress
            that the engine reports, on stderr, since stdout is for the ID.
        """,
        show=("image",),
        section="3",
    ),
    Lesson(
        id="cli.createContainer.pullImage.parseRepositoryInfo",
        step=config.parse_repository_info,
        title="Which registry is that?",
        why="""
            The full name of the image begins with it.
        """,
        show=("repos_name",),
    ),
    Lesson(
        id="cli.createContainer.pullImage.resolveAuthConfig",
        step=registry.resolve_auth_config,
        title="The credentials for that registry",
        why="""
            They are kept by the client and sent along with the request: the engine
            stores none.
        """,
    ),
    Lesson(
        id="cli.createContainer.pullImage.resolveAuthConfig.electAuthServer",
        step=registry.elect_auth_server,
        title="The key for Docker Hub",
        why="""
            Credentials for the hub are stored under an old URL. The engine is asked for
            it, because it is the engine that pulls.
        """,
    ),
    Lesson(
        id="cli.createContainer.pullImage.encodeAuth",
        step=registry.encode_auth_to_base64,
        title="Credentials travel in a header",
        why="""
            JSON in base64. That is no encryption; the socket or TLS protects it.
        """,
    ),
    Lesson(
        id="cli.createContainer.pullImage.display",
        step=jsonmessage.display_json_messages_stream,
        title="Progress, message by message",
        why="""
            The engine answers with a stream of JSON objects as long as the pull goes
            on. An error comes in the stream as well, because the status 200 was sent
            long before.
        """,
    ),
    Lesson(
        id="cli.createContainer.tagTrusted",
        step=image_trust.tag_trusted,
        title="Give the digest its name",
        why="""
            The image was pulled by digest; now it gets the tag that the user asked for.
        """,
    ),
)
