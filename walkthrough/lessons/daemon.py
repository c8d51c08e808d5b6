"""The daemon: check the order, and fill in what was left open."""

from __future__ import annotations

from engine.daemon import (
    container,
    container_verify,
    create,
    create_security,
    daemon_unix,
    daemon_unix_resources,
    daemon_unix_verify,
)
from engine.daemon.images import image as images_image
from engine.image import image as image_image
from engine.image import store as image_store
from engine.oci.caps import utils
from engine.opts import env, hosts
from engine.pkg.signal import signal
from engine.pkg.sysinfo import sysinfo
from engine.reference import store as reference_store
from engine.volume.mounts import linux_parser
from walkthrough.lesson import Lesson

LESSONS = (
    Lesson(
        id="daemon",
        step=create.container_create,
        title="The daemon takes the order",
        why="""
            The API's verb. It adds two switches that only callers inside the daemon use,
            Swarm and the builder, and passes on.
        """,
        show=("config",),
        section="4",
    ),
    Lesson(
        id="daemon.containerCreate",
        step=create._container_create,
        title="Check everything first, build afterwards",
        why="""
            Until the checks are over nothing has been made, so nothing has to be undone.
            The image is looked up now only to know its platform: if it is missing, a
            wrong setting is still reported first.
        """,
        section="4",
        later="""
            Since 28.1 (2025) Docker tells about this step itself: it is the span
            `daemon.containerCreate` of an OpenTelemetry trace.
            https://github.com/moby/moby/pull/49789
        """,
    ),
    Lesson(
        id="daemon.containerCreate.lookupImage",
        step=create._lookup_image,
        title="The first look: which system is it for?",
        why="""
            The checks depend on the operating system. If the image is not there, that
            is no error yet, and this host's system is taken.
        """,
        show=("ref_or_id", "platform"),
    ),
    Lesson(
        id="daemon.getImage",
        step=images_image.get_image,
        title="Which image is meant?",
        why="""
            A full ID leads straight to it. Else the text is looked up as a name, then
            tried as the beginning of an ID. It is asked twice in a create; only the
            second time is a missing image an error.
        """,
        show=("ref_or_id",),
    ),
    Lesson(
        id="daemon.getImage.referenceStoreGet",
        step=reference_store.Store.get,
        title="From name to ID",
        why="""
            All names are in one file, `repositories.json`. Two names may lead to the
            same image.
        """,
        show=("ref",),
    ),
    Lesson(
        id="daemon.getImage.imageStoreGet",
        step=image_store.Store.get,
        title="The image is a JSON file named by its own digest",
        why="""
            The digest is computed again while reading: a damaged file is found at once.
            That is called content addressing.
        """,
        show=("id",),
    ),
    Lesson(
        id="daemon.getImage.imageStoreGet.newFromJSON",
        step=image_image.new_from_json,
        title="What an image says of itself",
        why="""
            Default settings, history, and the list of its layers. The layers themselves
            are elsewhere.
        """,
    ),
    Lesson(
        id="daemon.getImage.search",
        step=image_store.Store.search,
        title="Find an ID by its beginning",
        why="""
            Any length will do, if only one image begins so.
        """,
    ),
    Lesson(
        id="daemon.getImage.manifestMatchesPlatform",
        step=images_image.manifest_matches_platform,
        title="A second look at the platform",
        why="""
            An image that does not fit by its own word may fit all the same: old builders
            wrote a wrong platform. Docker then consults the list under which it was
            pulled. No such list is kept here, so the image's word stands.
        """,
    ),
    Lesson(
        id="daemon.getImage.onlyPlatformWithFallback",
        step=images_image.only_platform_with_fallback,
        title="Compare platforms kindly",
        why="""
            An image that names no variant fits if system and processor agree, because
            many images were made without one.
        """,
    ),
    Lesson(
        id="daemon.verify",
        step=container_verify.verify_container_settings,
        title="Are the settings sound?",
        why="""
            First what holds everywhere, then what this host can do. Warnings are
            collected and end up in the answer.
        """,
    ),
    Lesson(
        id="daemon.verify.config",
        step=container_verify.validate_container_config,
        title="Settings of the container itself",
        why="""
            Working directory, stop signal, environment and health check. JSON lets every
            text and every number pass, so what they mean is checked here.
        """,
    ),
    Lesson(
        id="daemon.verify.config.translateWorkingDir",
        step=container_verify.translate_working_dir,
        title="The working directory must be absolute",
        why="""
            Relative to what would it be? The container has no current directory yet.
        """,
    ),
    Lesson(
        id="daemon.verify.config.parseSignal",
        step=signal.parse_signal,
        title="A signal by name or number",
        why="""
            `TERM`, `SIGTERM` and 15 are the same. Asked now, because at `docker stop` it
            would be too late.
        """,
        show=("raw_signal",),
    ),
    Lesson(
        id="daemon.verify.config.validateEnv",
        step=env.validate_env,
        title="A variable needs a name",
        why="""
            The client checked this already, but the API is open to every client.
        """,
        show=("value",),
    ),
    Lesson(
        id="daemon.verify.config.healthCheck",
        step=container_verify.validate_health_check,
        title="Times of the health check",
        why="""
            Zero means the default. The API counts nanoseconds, so whoever sends less than
            a millisecond must have had another unit in mind.
        """,
    ),
    Lesson(
        id="daemon.verify.hostConfig",
        step=container_verify.validate_host_config,
        title="Settings that concern the host",
        why="""
            What contradicts itself is refused, such as removing a container at its end
            and starting it again.
        """,
    ),
    Lesson(
        id="daemon.verify.hostConfig.validateMountConfig",
        step=linux_parser.LinuxParser.validate_mount_config,
        title="Is each mount possible?",
        why="""
            For --mount the source of a bind must exist. For -v it need not, a directory
            is made there: an old habit that cannot be changed any more.
        """,
    ),
    Lesson(
        id="daemon.verify.hostConfig.extraHost",
        step=hosts.validate_extra_host,
        title="Check a host line again",
        why="""
            The same rule as on the client, because other clients may not have it.
        """,
        show=("value",),
    ),
    Lesson(
        id="daemon.verify.hostConfig.portBindings",
        step=container_verify.validate_port_bindings,
        title="Are these port numbers?",
        why="""
            Whether a port is free is found out at start, not now.
        """,
    ),
    Lesson(
        id="daemon.verify.hostConfig.restartPolicy",
        step=container_verify.validate_restart_policy,
        title="Is this a policy we know?",
        why="""
            The client passed any word; here it is decided.
        """,
    ),
    Lesson(
        id="daemon.verify.hostConfig.capabilities",
        step=container_verify.validate_capabilities,
        title="Are these capabilities?",
        why="""
            They divide root's power into parts. The list ends where the runc of that time
            ended, whatever a newer kernel has: with more, the container could not be
            started.
        """,
    ),
    Lesson(
        id="daemon.verify.hostConfig.capabilities.normalize",
        step=utils.normalize_legacy_capabilities,
        title="One spelling for each capability",
        why="""
            `net_admin` and `CAP_NET_ADMIN` are the same.
        """,
    ),
    Lesson(
        id="daemon.verify.platform",
        step=daemon_unix_verify.verify_platform_container_settings,
        title="What can this host do?",
        why="""
            A limit that the kernel cannot keep is dropped with a warning. A setting
            that makes no sense is refused.
        """,
    ),
    Lesson(
        id="daemon.verify.platform.resources",
        step=daemon_unix_resources.verify_platform_container_resources,
        title="Memory, CPU and disk limits",
        why="""
            Each is compared with what the control groups of this host offer.
        """,
    ),
    Lesson(
        id="daemon.verify.platform.resources.fixMemorySwappiness",
        step=daemon_unix_resources.fix_memory_swappiness,
        title="-1 means nothing was said",
        why="""
            The client always sends a number; this turns its default back into nothing.
        """,
    ),
    Lesson(
        id="daemon.verify.platform.resources.cpusetAvailable",
        step=sysinfo.is_cpuset_list_available,
        title="Are these CPUs there?",
        why="""
            A list such as 0-3,7 must lie within the host's own.
        """,
    ),
    Lesson(
        id="daemon.verify.platform.tmpfs",
        step=linux_parser.LinuxParser.validate_tmpfs_mount_destination,
        title="Where may a tmpfs be?",
        why="""
            At any absolute path but the root itself, where it would hide the whole image.
        """,
    ),
    Lesson(
        id="daemon.platformWarning",
        step=create._platform_warning,
        title="An image for another kind of machine?",
        why="""
            That is a warning, not an error: with an emulator it may even run. Who asks
            for a platform by name gets none, for then it was meant.
        """,
        show=("img",),
    ),
    Lesson(
        id="daemon.verifyNetworkingConfig",
        step=create.verify_networking_config,
        title="One network at create",
        why="""
            More can be joined after the container is there. Fixed IP addresses are
            checked, too.
        """,
        later="""
            Since 25.0 (2024) a create may name several networks, if the client speaks API
            1.44 or newer.
            https://github.com/moby/moby/pull/45906
        """,
    ),
    Lesson(
        id="daemon.adaptContainerSettings",
        step=daemon_unix.adapt_container_settings,
        title="Fill in the host's defaults",
        why="""
            What the user left open gets its value now: shared memory, swap, namespaces.
            It is kept with the container, so that a later change of the daemon's defaults
            does not reach it.
        """,
        show=("adjust_cpu_shares",),
    ),
    Lesson(
        id="daemon.adaptContainerSettings.sharedNamespace",
        step=daemon_unix.adapt_shared_namespace_container,
        title="Names become IDs",
        why="""
            In `container:NAME`, as given for a namespace that is shared. A container may
            be renamed later; its ID stays.
        """,
    ),
    Lesson(
        id="daemon.adaptContainerSettings.generateSecurityOpt",
        step=create_security.generate_security_opt,
        title="Labels for SELinux",
        why="""
            Who shares the host's processes or IPC must not be fenced off from them. Who
            shares another container's gets the label of that container.
        """,
    ),
    Lesson(
        id="daemon.adaptContainerSettings.generateSecurityOpt.toLabels",
        step=create_security.to_host_config_selinux_labels,
        title="Written as options",
        why="""
            With `label=` in front, as if the user had given them, so that all options are
            read in one way.
        """,
    ),
    Lesson(
        id="daemon.adaptContainerSettings.getContainer",
        step=container.get_container,
        title="Find a container",
        why="""
            By full ID, then by name, then by the beginning of an ID.
        """,
        show=("prefix_or_name",),
    ),
    Lesson(
        id="daemon.adaptContainerSettings.getContainer.getByName",
        step=container.get_by_name,
        title="Find it by name",
        why="""
            Names have a slash in front inside, from the time of links.
        """,
        show=("name",),
    ),
)
