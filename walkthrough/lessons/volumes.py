"""Volumes: mounts are registered, and volumes are made."""

from __future__ import annotations

from engine.daemon import (
    container_build,
    daemon_unix,
    events_,
    links,
    volumes,
    volumes_linux,
    volumes_unix,
)
from engine.opts import opts as engine_opts_opts
from engine.volume.drivers import extpoint
from engine.volume.local import local, local_unix
from engine.volume.mounts import linux_modes, linux_parser, volume_copy
from engine.volume.service import db, records, service, store
from engine.volume.service.opts import opts as service_opts_opts
from walkthrough.lesson import Lesson

LESSONS = (
    Lesson(
        id="daemon.create.setHostConfig",
        step=container_build.set_host_config,
        title="Mounts are registered, and the first files are written",
        why="""
            Volumes in HostConfig are made now. Then the settings are kept in the object and
            written to disk for the first time, so the container can already be listed. The
            earlier source analysis says that it mainly makes volumes: it leaves out mount
            points, links and the disk.
        """,
        section="4",
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints",
        step=volumes.register_mount_points,
        title="One table of mounts, from three sources",
        why="""
            First --volumes-from, then -v, then --mount. A later one may replace an
            inherited one; -v and --mount may not both have the same place.
        """,
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.releaseOnError",
        step=volumes._release_on_error,
        title="It will not use them after all",
        why="""
            The container is struck off the list of each volume's users. Volumes that
            were made for it without a name go, which dockerd leaves behind; named ones
            stay.
        """,
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.dereferenceIfExists",
        step=volumes._dereference_if_exists,
        title="Was something to go there already?",
        why="""
            Then the later one wins, and the volume that loses its place has one user
            less.
        """,
        show=("destination",),
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.existing",
        step=volumes._existing,
        title="What the container has already",
        why="""
            A new one has nothing. In Docker an old client may send settings again at
            the start, and then there is something here.
        """,
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.volumesFrom",
        step=volumes._volumes_from,
        title="The mounts of other containers",
        why="""
            Each is taken over as it is there; nothing is copied into it from this
            image. With `ro` this container may only read.
        """,
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.volumesFrom.parse",
        step=linux_parser.LinuxParser.parse_volumes_from,
        title="Whose volumes?",
        why="""
            A container, and perhaps `:ro`.
        """,
        show=("spec",),
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.volumesFrom.readWrite",
        step=linux_parser.LinuxParser.read_write,
        title="May it be written?",
        why="""
            Not if the mode has the word `ro`.
        """,
        show=("mode",),
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.volumesFrom.get",
        step=service.VolumesService.get,
        title="Look the other's volume up",
        why="""
            And count this container as one more user of it.
        """,
        show=("name",),
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.binds",
        step=volumes._binds,
        title="Everything from -v, one after the other",
        why="""
            A volume that is missing is made at once. A second mount for the same place
            is refused, and so is one where a tmpfs is to be: one of them would be
            hidden.
        """,
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.binds.parseMountRaw",
        step=linux_parser.LinuxParser.parse_mount_raw,
        title="Read one -v",
        why="""
            An absolute path in front means a file or directory of the host, anything else
            the name of a volume.
        """,
        show=("raw", "volume_driver"),
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.binds.parseMountRaw.split",
        step=linux_parser.linux_split_raw_spec,
        title="Cut at the colons",
        why="""
            Source, destination, mode.
        """,
        show=("raw",),
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.binds.parseMountRaw.validMode",
        step=linux_modes.linux_valid_mount_mode,
        title="Is the mode possible?",
        why="""
            At most one word of each kind: ro or rw, z or Z, and so on.
        """,
        show=("mode",),
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.binds.parseMountRaw.copyMode",
        step=volume_copy.get_copy_mode,
        title="Shall the image's files be copied in?",
        why="""
            Yes, unless the mode says `nocopy`.
        """,
        show=("mode",),
    ),
    Lesson(
        id=("daemon.create.setHostConfig.registerMountPoints.binds.parseMountRaw.parseMountSpec"),
        step=linux_parser.LinuxParser._parse_mount_spec,
        title="A mount point, complete",
        why="""
            Both -v and --mount end in the same kind of object here.
        """,
    ),
    Lesson(
        id=(
            "daemon.create.setHostConfig.registerMountPoints.binds.parseMountRaw."
            "parseMountSpec.validate"
        ),
        step=linux_parser.LinuxParser.validate_mount_config_impl,
        title="Rules for each kind of mount",
        why="""
            A bind needs a source, a tmpfs must not have one.
        """,
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.validateBindDaemonRoot",
        step=volumes_linux.validate_bind_daemon_root,
        title="Is the daemon's own directory mounted?",
        why="""
            Then what the daemon unmounts there has to vanish from the container as well, or
            it could not be removed. The container's own mounts must not come back. Both is
            what `rslave` means.
        """,
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.setBindModeIfNull",
        step=volumes_unix.set_bind_mode_if_null,
        title="The label may be shared",
        why="""
            A local volume without a mode gets `z`: other containers may use it, too.
            Without SELinux it means nothing.
        """,
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.mounts",
        step=volumes._mounts,
        title="Everything from --mount",
        why="""
            The same as with -v, but a new volume may be given labels and options for
            its driver. And if the source of a bind is gone at the start, it is not
            made.
        """,
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.commit",
        step=volumes._commit,
        title="The table is complete",
        why="""
            Only now the container gets it, all at once and under its lock. Volumes that
            it had at these places before are given back.
        """,
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.volumeCreate",
        step=service.VolumesService.create,
        title="Make the volume, or find it",
        why="""
            For who asks it is the same. The event `create` is sent either way.
        """,
        show=("name", "driver_name"),
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.volumeCreate.storeCreate",
        step=store.VolumeStore.create,
        title="One at a time for each name",
        why="""
            The name is locked, so two creates that ask for the same new volume at once get
            one.
        """,
        show=("name", "driver_name"),
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.volumeCreate.storeCreate.create",
        step=store.VolumeStore._create,
        title="New, or known?",
        why="""
            A known volume is used as it is; options given now are not applied to it.
        """,
        show=("name", "driver_name"),
    ),
    Lesson(
        id=(
            "daemon.create.setHostConfig.registerMountPoints.volumeCreate."
            "storeCreate.create.checkConflict"
        ),
        step=store.VolumeStore.check_conflict,
        title="Is the name taken elsewhere?",
        why="""
            A name belongs to one driver. A volume that its driver no longer has, and that
            nobody uses, is forgotten here.
        """,
    ),
    Lesson(
        id=(
            "daemon.create.setHostConfig.registerMountPoints.volumeCreate."
            "storeCreate.create.getVolume"
        ),
        step=store.VolumeStore.get_volume,
        title="Does somebody know this name?",
        why="""
            If nobody knows whose it is, every driver is asked.
        """,
    ),
    Lesson(
        id=(
            "daemon.create.setHostConfig.registerMountPoints.volumeCreate."
            "storeCreate.create.createDriver"
        ),
        step=extpoint.Store.lookup,
        title="Find the driver",
        why="""
            `local` is built in. In Docker all others are plugins; this engine has none, so
            any other name is "not found".
        """,
        show=("name",),
    ),
    Lesson(
        id=(
            "daemon.create.setHostConfig.registerMountPoints.volumeCreate."
            "storeCreate.create.localCreate"
        ),
        step=local.Root.create,
        title="A volume is a directory",
        why="""
            `volumes/<name>/_data`. That is all, unless options are given: they are kept
            beside it, in `opts.json`.
        """,
        show=("name",),
    ),
    Lesson(
        id=(
            "daemon.create.setHostConfig.registerMountPoints.volumeCreate."
            "storeCreate.create.localCreate.validateName"
        ),
        step=local.Root.validate_name,
        title="Is it a name for a directory?",
        why="""
            It may not lead out of the volumes' directory.
        """,
        show=("name",),
    ),
    Lesson(
        id=(
            "daemon.create.setHostConfig.registerMountPoints.volumeCreate."
            "storeCreate.create.localCreate.setOpts"
        ),
        step=local_unix.set_opts,
        title="A volume that is mounted from elsewhere",
        why="""
            With type and device the local driver can mount, for example, NFS. It does
            so on first use.
        """,
    ),
    Lesson(
        id=(
            "daemon.create.setHostConfig.registerMountPoints.volumeCreate."
            "storeCreate.create.localCreate.setOpts.validateOpts"
        ),
        step=local_unix.validate_opts,
        title="Do the options belong together?",
        why="""
            A device cannot be mounted without a type, nor a type without a device.
        """,
    ),
    Lesson(
        id=(
            "daemon.create.setHostConfig.registerMountPoints.volumeCreate."
            "storeCreate.create.setMeta"
        ),
        step=db.set_meta,
        title="Remember it in the database",
        why="""
            `volumes/metadata.db` keeps driver, labels and options.
        """,
        show=("meta",),
    ),
    Lesson(
        id=("daemon.create.setHostConfig.registerMountPoints.volumeCreate.storeCreate.setNamed"),
        step=records.Records.set_named,
        title="This container uses it",
        why="""
            As long as it does, the volume cannot be removed. These marks are in memory
            only; at a restart they are found again from the containers.
        """,
    ),
    Lesson(
        id=("daemon.create.setHostConfig.registerMountPoints.volumeCreate.withCreateReference"),
        step=service_opts_opts.with_create_reference,
        title="For whom it is made",
        why="""
            An option for the call, in Go's manner: a function that changes the settings. So
            the volume has a user while its name is still locked, and nobody can remove it
            in between.
        """,
        show=("ref",),
        section="4",
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.volumeCreate.logVolumeEvent",
        step=events_.log_volume_event,
        title="Tell who listens",
        why="""
            `docker events` shows it.
        """,
        show=("volume_id", "action"),
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.volumeCreate.release",
        step=service.VolumesService.release,
        title="Give the volume back",
        why="""
            It has one user fewer. Without any it may be removed.
        """,
        show=("name", "ref"),
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerLinks",
        step=daemon_unix.register_links,
        title="Old-style links are names",
        why="""
            For each link the name `/parent/alias` is reserved for the other container. On
            networks that users made, links are left to the network.
        """,
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerLinks.parseLink",
        step=engine_opts_opts.parse_link,
        title="Read the link again",
        why="""
            The same form as on the client; but the API is open to every client.
        """,
        show=("value",),
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerLinks.registerLink",
        step=links.register_link,
        title="Reserve the alias",
        why="""
            If it is taken, that is only logged.
        """,
        show=("alias",),
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerLinks.registerLink.index",
        step=links.LinkIndex.link,
        title="Remember both directions",
        why="""
            From parent to child and back, so that removing one finds the other.
        """,
    ),
)
