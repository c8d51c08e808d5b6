"""Building: image and user settings merged, the object, its directories."""

from __future__ import annotations

from engine.container import container as container_container
from engine.container import state, view
from engine.container.stream import streams
from engine.daemon import commit, container_build, create, daemon_unix, logs, names_
from engine.daemon import container as daemon_container
from engine.daemon.images import service
from engine.daemon.logger import factory
from engine.daemon.logger.jsonfilelog import jsonfilelog
from engine.daemon.logger.loggerutils.cache import validate
from engine.pkg.idtools import idtools, idtools_unix
from engine.pkg.namesgenerator import names_generator
from engine.pkg.stringid import stringid
from walkthrough.lesson import Lesson

LESSONS = (
    Lesson(
        id="daemon.create",
        step=create.create,
        title="The heart: build it, or leave nothing behind",
        why="""
            Object, layer, directories, mounts, files, registration, in this order. Right
            after the object exists its undoing is registered, so whatever fails later,
            `cleanup_container` takes all of it away. Only named volumes stay: somebody
            else may be using them by then.
        """,
        section="4",
        later="""
            Since 29.5 (2026) layer, directories and volumes come last, after all that
            can be decided without them: a wrong setting no longer costs a layer that
            is then taken away.
            https://github.com/moby/moby/commit/a97c3eb91d34741fa5f8837e98139cf9be50b71d
        """,
    ),
    Lesson(
        id="daemon.create.lookupImage",
        step=create._require_image,
        title="The second look: now it must be there",
        why="""
            This is the answer that lets the client pull. Without an image at all, as
            the builder has it after `FROM scratch`, there is nothing to look up.
        """,
        show=("ref_or_id", "platform"),
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
            united. An entrypoint of the user switches the image's command off, which was
            meant as arguments for another program.
        """,
    ),
    Lesson(
        id="daemon.create.mergeAndVerifyLogConfig",
        step=logs.merge_and_verify_log_config,
        title="Where do the logs go?",
        why="""
            No driver given means the daemon's default: a file of JSON lines, unless the
            daemon was told otherwise.
        """,
    ),
    Lesson(
        id="daemon.create.mergeAndVerifyLogConfig.mergeCache",
        step=validate.merge_default_log_config,
        title="Settings of the log cache",
        why="""
            Some drivers send logs away and cannot read them back. For `docker logs` the
            daemon keeps a copy of those. What is set about it holds for every driver, so
            it is filled in apart.
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
            Only their names are checked here; a wrong value shows when the container
            starts.
        """,
    ),
    Lesson(
        id="daemon.create.newContainer",
        step=container_build.new_container,
        title="More than an object: its name is reserved",
        why="""
            The earlier source analysis says that an object is made here, no more. In fact
            the name is taken now, so two requests at once cannot both have it. Hostname,
            program and arguments are fixed as well.
        """,
        show=("name",),
        section="4",
    ),
    Lesson(
        id="daemon.create.newContainer.generateIDAndName",
        step=names_.generate_id_and_name,
        title="An ID, and a name if none was given",
        why="""
            The ID is random and never comes again. The name is for people, and is free
            again when its container is gone.
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
            If the name is taken another is tried, from the second time on with a digit at
            its end. After a few tries the short ID must do.
        """,
    ),
    Lesson(
        id="daemon.create.newContainer.generateIDAndName.generateNewName.getRandomName",
        step=names_generator.get_random_name,
        title="An adjective and a scientist",
        why="""
            Only `boring_wozniak` is never used: the authors would not say so of Steve
            Wozniak.
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
            Unless one was given. With the host's network there is no such step: the
            container is then called what the host is called.
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
            With a state, but without mounts. From such an object the daemon also begins
            when it loads a container from disk.
        """,
    ),
    Lesson(
        id="daemon.create.newContainer.newBaseContainer.object.state",
        step=state.new_state,
        title="Its state: nothing has happened",
        why="""
            Not running, never started. That is what `docker ps -a` calls Created.
        """,
    ),
    Lesson(
        id="daemon.create.newContainer.newBaseContainer.object.stream",
        step=streams.new_config,
        title="Streams for its output",
        why="""
            Who attaches later will read from them. Several may, and each gets all that
            comes from then on.
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
        id="daemon.create.deferCleanup",
        step=create._defer_cleanup,
        title="From here on, whatever fails is undone",
        why="""
            Nothing runs now; it is only noted what would have to. If that fails as
            well, it goes to the log: the user gets to see the first error.
        """,
        show=("ctr",),
        section="4",
    ),
    Lesson(
        id="daemon.create.setSecurityOptions",
        step=container_build.set_security_options,
        title="Security options are taken apart",
        why="""
            This comes before the layer, because the layer is mounted with the SELinux
            label that is found here.
        """,
    ),
    Lesson(
        id="daemon.create.setSecurityOptions.daemonParse",
        step=daemon_unix.parse_daemon_security_opt,
        title="The daemon's default first",
        why="""
            The daemon's own setting of `no-new-privileges`. An option of the container
            may change it.
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
        id="daemon.create.storageOpt",
        step=create._storage_opt,
        title="The storage driver's options go ahead",
        why="""
            The layer is made before the container has its settings. The only ones that
            the making of it reads are put in place beforehand.
        """,
    ),
    Lesson(
        id="daemon.create.containerDirs",
        step=create._container_dirs,
        title="The container's own directory",
        why="""
            What the daemon writes down about the container will be in it. Root's group
            in the container may pass through but not look around, and only the daemon
            gets to the checkpoints.
        """,
        show=("ctr",),
        section="4",
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
        title="One function below three helpers",
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
            A directory that is right is left alone: on NFS even a change that changes
            nothing may be refused.
        """,
        show=("path", "mode"),
    ),
    Lesson(
        id="daemon.create.containerDirs.checkpointDir",
        step=container_container.Container.checkpoint_dir,
        title="Where checkpoints would lie",
        why="""
            They hold the state of running processes, from `docker checkpoint`. The files
            that are written next have nothing to do with them.
        """,
        section="4",
    ),
)
