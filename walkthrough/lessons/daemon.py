"""The daemon: check the order, fill in what was left open, build the object."""

from __future__ import annotations

from engine.container import container as container_container
from engine.container import state, view
from engine.container.stream import streams
from engine.daemon import (
    commit,
    container_build,
    container_verify,
    create,
    create_security,
    daemon_unix,
    daemon_unix_resources,
    daemon_unix_verify,
    logs,
    names_,
)
from engine.daemon import container as daemon_container
from engine.daemon.images import image as images_image
from engine.daemon.images import service
from engine.daemon.logger import factory
from engine.daemon.logger.jsonfilelog import jsonfilelog
from engine.daemon.logger.loggerutils.cache import validate
from engine.image import image as image_image
from engine.image import store as image_store
from engine.oci.caps import utils
from engine.opts import env, hosts
from engine.pkg.idtools import idtools, idtools_unix
from engine.pkg.namesgenerator import names_generator
from engine.pkg.signal import signal
from engine.pkg.stringid import stringid
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
            The API's verb. It adds two switches that only the daemon's own callers use,
            and passes on.
        """,
        show=("config",),
        section="4",
    ),
    Lesson(
        id="daemon.containerCreate",
        step=create._container_create,
        title="Check everything first, build afterwards",
        why="""
            Until the checks are over nothing has been made, so nothing has to be
            undone. The image is looked up now only to know its operating system: if it
            is missing, a wrong setting is still reported first.
        """,
        section="4",
    ),
    Lesson(
        id="daemon.getImage",
        step=images_image.get_image,
        title="Which image is meant?",
        why="""
            A name is looked up first, then the text is tried as the beginning of an ID.
            It is asked twice in a create; only the second time is a missing image an
            error.
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
            One name may stand for images of many platforms; the list of them is
            consulted.
        """,
    ),
    Lesson(
        id="daemon.getImage.onlyPlatformWithFallback",
        step=images_image.only_platform_with_fallback,
        title="Compare platforms kindly",
        why="""
            An image that names no variant fits if system and processor agree.
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
            Working directory, stop signal, environment and health check.
        """,
    ),
    Lesson(
        id="daemon.verify.config.translateWorkingDir",
        step=container_verify.translate_working_dir,
        title="The working directory must be absolute",
        why="""
            Relative to what would it be?
        """,
    ),
    Lesson(
        id="daemon.verify.config.parseSignal",
        step=signal.parse_signal,
        title="A signal by name or number",
        why="""
            `TERM`, `SIGTERM` and 15 are the same.
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
            Zero means the default; what is shorter than a millisecond is a mistake.
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
            For --mount the source of a bind must exist. For -v it need not: an old
            habit that cannot be changed any more.
        """,
    ),
    Lesson(
        id="daemon.verify.hostConfig.extraHost",
        step=hosts.validate_extra_host,
        title="Check a host line again",
        why="""
            The same rule as on the client.
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
            They divide root's power into parts. The list is the one of this version of
            Docker, even on a newer kernel.
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
            Anywhere but on the root itself.
        """,
    ),
    Lesson(
        id="daemon.verifyNetworkingConfig",
        step=create.verify_networking_config,
        title="One network at create",
        why="""
            More can be joined after the container is there.
        """,
    ),
    Lesson(
        id="daemon.adaptContainerSettings",
        step=daemon_unix.adapt_container_settings,
        title="Fill in the host's defaults",
        why="""
            What the user left open gets its value now: shared memory, swap, namespaces.
            From here on nothing is "unset".
        """,
        show=("adjust_cpu_shares",),
    ),
    Lesson(
        id="daemon.adaptContainerSettings.sharedNamespace",
        step=daemon_unix.adapt_shared_namespace_container,
        title="Names become IDs",
        why="""
            A container may be renamed later; its ID stays.
        """,
    ),
    Lesson(
        id="daemon.adaptContainerSettings.generateSecurityOpt",
        step=create_security.generate_security_opt,
        title="Labels for SELinux",
        why="""
            Who shares the host's processes must not be fenced off from them.
        """,
    ),
    Lesson(
        id="daemon.adaptContainerSettings.generateSecurityOpt.toLabels",
        step=create_security.to_host_config_selinux_labels,
        title="Written as options",
        why="""
            As if the user had given them.
        """,
    ),
    Lesson(
        id="daemon.adaptContainerSettings.getContainer",
        step=daemon_container.get_container,
        title="Find a container",
        why="""
            By full ID, then by name, then by the beginning of an ID.
        """,
        show=("prefix_or_name",),
    ),
    Lesson(
        id="daemon.adaptContainerSettings.getContainer.getByName",
        step=daemon_container.get_by_name,
        title="Find it by name",
        why="""
            Names have a slash in front inside, from the time of links.
        """,
        show=("name",),
    ),
    Lesson(
        id="daemon.create",
        step=create.create,
        title="The heart: build it, or leave nothing behind",
        why="""
            Object, layer, directories, mounts, files, registration, in this order.
            Right after the object exists its undoing is registered, so whatever fails
            later, `cleanup_container` takes everything away.
        """,
        section="4",
    ),
    Lesson(
        id="daemon.create.mergeAndVerifyConfig",
        step=create.merge_and_verify_config,
        title="The image fills the gaps",
        why="""
            What the user did not say is taken from the image. At the end there must be
            something to run.
        """,
    ),
    Lesson(
        id="daemon.create.mergeAndVerifyConfig.merge",
        step=commit.merge,
        title="User first, image second",
        why="""
            Each field has its own rule: variables are joined by name, ports and volumes
            united. An entrypoint of the user switches the image's command off.
        """,
    ),
    Lesson(
        id="daemon.create.mergeAndVerifyLogConfig",
        step=logs.merge_and_verify_log_config,
        title="Where do the logs go?",
        why="""
            No driver given means the daemon's default, a file of JSON lines.
        """,
    ),
    Lesson(
        id="daemon.create.mergeAndVerifyLogConfig.mergeCache",
        step=validate.merge_default_log_config,
        title="Settings of the log cache",
        why="""
            They hold for every driver, so they are filled in apart.
        """,
    ),
    Lesson(
        id="daemon.create.mergeAndVerifyLogConfig.validateLogOpts",
        step=factory.validate_log_opts,
        title="Does the driver take these options?",
        why="""
            Asked now, so that a mistake is not found at the first start.
        """,
        show=("name",),
    ),
    Lesson(
        id="daemon.create.mergeAndVerifyLogConfig.validateLogOpts.jsonFile",
        step=jsonfilelog.validate_log_opt,
        title="Options of the JSON file driver",
        why="""
            Only their names are checked here.
        """,
    ),
    Lesson(
        id="daemon.create.newContainer",
        step=container_build.new_container,
        title="More than an object: ID and name are reserved",
        why="""
            The name is taken now, so two requests at once cannot both have it.
            Hostname, program and arguments are fixed as well.
        """,
        show=("name",),
        section="4",
    ),
    Lesson(
        id="daemon.create.newContainer.generateIDAndName",
        step=names_.generate_id_and_name,
        title="An ID, and a name if none was given",
        why="""
            The ID is random. The name is for people.
        """,
        show=("name",),
    ),
    Lesson(
        id="daemon.create.newContainer.generateIDAndName.generateRandomID",
        step=stringid.generate_random_id,
        title="64 hex digits",
        why="""
            So many that nobody draws the same twice. An ID whose first twelve digits
            look like a number is drawn again, because short IDs also serve as
            hostnames.
        """,
        section="4",
    ),
    Lesson(
        id="daemon.create.newContainer.generateIDAndName.generateNewName",
        step=names_.generate_new_name,
        title="Invent a name",
        why="""
            A few tries, then a digit is added; at last the short ID must do.
        """,
    ),
    Lesson(
        id="daemon.create.newContainer.generateIDAndName.generateNewName.getRandomName",
        step=names_generator.get_random_name,
        title="An adjective and a scientist",
        why="""
            One pair is never used.
        """,
        show=("retry",),
    ),
    Lesson(
        id="daemon.create.newContainer.generateIDAndName.reserveName",
        step=names_.reserve_name,
        title="Take the name",
        why="""
            It must be free. From now on it belongs to this ID, until the container is
            removed or this create fails.
        """,
        show=("id", "name"),
    ),
    Lesson(
        id="daemon.create.newContainer.generateIDAndName.reserveName.memdbReserve",
        step=view.MemDB.reserve_name,
        title="Written into the table of names",
        why="""
            In memory only: the name is on disk once the container is.
        """,
        show=("name", "container_id"),
    ),
    Lesson(
        id="daemon.create.newContainer.generateHostname",
        step=container_build.generate_hostname,
        title="The hostname is the short ID",
        why="""
            Unless one was given.
        """,
    ),
    Lesson(
        id="daemon.create.newContainer.getEntrypointAndArgs",
        step=container_build.get_entrypoint_and_args,
        title="Program and arguments",
        why="""
            Entrypoint and command are put end to end. The first word is the program.
        """,
    ),
    Lesson(
        id="daemon.create.newContainer.newBaseContainer",
        step=daemon_container.new_base_container,
        title="A place on disk is chosen",
        why="""
            `containers/<ID>`. Nothing is written there yet.
        """,
        section="4",
    ),
    Lesson(
        id="daemon.create.newContainer.newBaseContainer.object",
        step=container_container.new_base_container,
        title="An empty container object",
        why="""
            With a state, but without mounts.
        """,
    ),
    Lesson(
        id="daemon.create.newContainer.newBaseContainer.object.state",
        step=state.new_state,
        title="Its state: nothing has happened",
        why="""
            Not running, never started, no exit status.
        """,
    ),
    Lesson(
        id="daemon.create.newContainer.newBaseContainer.object.stream",
        step=streams.new_config,
        title="Streams for its output",
        why="""
            Who attaches later will read from them.
        """,
    ),
    Lesson(
        id="daemon.create.newContainer.graphDriver",
        step=service.ImageService.graph_driver_for_os,
        title="Which storage driver?",
        why="""
            The container remembers it: with another driver its layer could not be
            found.
        """,
    ),
    Lesson(
        id="daemon.create.setSecurityOptions",
        step=container_build.set_security_options,
        title="Security options are taken apart",
        why="""
            Under the container's lock, as every change to it.
        """,
    ),
    Lesson(
        id="daemon.create.setSecurityOptions.daemonParse",
        step=daemon_unix.parse_daemon_security_opt,
        title="The daemon's default first",
        why="""
            An option of the container may change it.
        """,
    ),
    Lesson(
        id="daemon.create.setSecurityOptions.parse",
        step=daemon_unix.parse_security_opt,
        title="AppArmor, seccomp, SELinux, no-new-privileges",
        why="""
            Each option fills one field. What a profile says is looked at when the
            container starts.
        """,
    ),
    Lesson(
        id="daemon.create.containerDirs.currentIdentity",
        step=idtools.current_identity,
        title="Who is the daemon?",
        why="""
            Its own user and group, for directories that containers must not enter.
        """,
        section="4",
    ),
    Lesson(
        id="daemon.create.containerDirs.rootPair",
        step=idtools.IdentityMapping.root_pair,
        title="Who is root in the container?",
        why="""
            Without user namespace remapping it is root on the host, too.
        """,
        section="4",
    ),
    Lesson(
        id="daemon.create.containerDirs.mkdirAndChown",
        step=idtools.mkdir_and_chown,
        title="A directory with exact mode and owner",
        why="""
            The umask must have no say in this, so mode and owner are set after the
            directory is made.
        """,
        show=("path", "mode", "owner"),
        section="4",
    ),
    Lesson(
        id="daemon.create.containerDirs.mkdirAndChown.mkdirAs",
        step=idtools_unix.mkdir_as,
        title="One function below four helpers",
        why="""
            With or without parents, with or without touching what exists.
        """,
        show=("path", "mode"),
    ),
    Lesson(
        id="daemon.create.containerDirs.mkdirAndChown.mkdirAs.setPermissions",
        step=idtools_unix.set_permissions,
        title="Set only what differs",
        why="""
            A directory that is right is left alone.
        """,
        show=("path", "mode"),
    ),
    Lesson(
        id="daemon.create.containerDirs.checkpointDir",
        step=container_container.Container.checkpoint_dir,
        title="Where checkpoints would lie",
        why="""
            Of running processes; not to be confused with the files that are written
            next.
        """,
        section="4",
    ),
)
