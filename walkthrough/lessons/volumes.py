"""Volumes: mounts are registered, volumes are made and filled."""

from __future__ import annotations

from engine.container import container, container_unix
from engine.daemon import (
    container_build,
    create_unix,
    daemon_mount,
    daemon_unix,
    events_,
    links,
    volume_wrapper,
    volumes,
    volumes_linux,
    volumes_unix,
)
from engine.layer import mounted_layer
from engine.oci import defaults
from engine.opts import opts as engine_opts_opts
from engine.pkg.containerfs import containerfs
from engine.vendor.containerd.continuity.fs import copy, copy_linux
from engine.vendor.moby.sys.symlink import fs
from engine.volume.drivers import extpoint
from engine.volume.local import local, local_unix, volume
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
            Where volumes are named, they are made now. Then the settings are kept in
            the object and written to disk for the first time, so the container can
            already be listed.
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
            Only a plain `ro` says no.
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
        id="daemon.create.setHostConfig.registerMountPoints.binds.parseMountRaw",
        step=linux_parser.LinuxParser.parse_mount_raw,
        title="Read one -v",
        why="""
            An absolute path in front means a directory of the host, anything else the
            name of a volume.
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
            Then mounts made later must reach the container, but the container's must
            not come back.
        """,
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerMountPoints.setBindModeIfNull",
        step=volumes_unix.set_bind_mode_if_null,
        title="The label may be shared",
        why="""
            A local volume without a mode gets `z`. Without SELinux it means nothing.
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
            The name is locked, so two containers that start with the same new volume
            get one.
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
            A name belongs to one driver.
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
            `local` is built in, all others are plugins.
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
            `volumes/<name>/_data`. That is all, if no options are given.
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
            A device without a type cannot be mounted.
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
            An option for the call, in Go's manner: a function that changes the
            settings.
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
            It has one user less. Without any it may be removed.
        """,
        show=("name", "ref"),
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerLinks",
        step=daemon_unix.register_links,
        title="Old-style links are names",
        why="""
            For a link the name `/parent/alias` is reserved for the other container.
        """,
    ),
    Lesson(
        id="daemon.create.setHostConfig.registerLinks.parseLink",
        step=engine_opts_opts.parse_link,
        title="Read the link again",
        why="""
            The same form as on the client.
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
    Lesson(
        id="daemon.create.osSpecific",
        step=create_unix.create_container_os_specific_settings,
        title="Mount it, prepare it, unmount it",
        why="""
            The finished stack is mounted for the second time. Inside, the working
            directory is made, anonymous volumes are created, and the image's files are
            copied into empty volumes.
        """,
        section="4",
    ),
    Lesson(
        id="daemon.create.osSpecific.mount",
        step=daemon_mount.mount,
        title="The whole container as one tree",
        why="""
            For the first time everything is seen as the container will see it.
        """,
        section="4",
    ),
    Lesson(
        id="daemon.create.osSpecific.mount.rwLayerMount",
        step=mounted_layer.ReferencedRWLayer.mount,
        title="The layer mounts itself",
        why="""
            It asks the storage driver, which counts who uses it.
        """,
    ),
    Lesson(
        id="daemon.create.osSpecific.setupWorkingDirectory",
        step=container.Container.setup_working_directory,
        title="A missing working directory is made",
        why="""
            It belongs to root whatever user was named. It is made before volumes are
            filled, so it may end up in one.
        """,
    ),
    Lesson(
        id="daemon.create.osSpecific.setupWorkingDirectory.getResourcePath",
        step=container.Container.get_resource_path,
        title="A path inside, seen from outside",
        why="""
            Links in the image must not lead out of it: `/data -> /etc` means the
            image's /etc, not the host's.
        """,
        show=("path",),
        section="4",
    ),
    Lesson(
        id="daemon.create.osSpecific.setupWorkingDirectory.getResourcePath.resolve",
        step=containerfs.Local.resolve_scoped_path,
        title="Absolute, clean, below the root",
        why="""
            Then links are followed.
        """,
        show=("path",),
    ),
    Lesson(
        id=("daemon.create.osSpecific.setupWorkingDirectory.getResourcePath.resolve.followSymlink"),
        step=fs.eval_symlinks_in_scope,
        title="Follow links without leaving",
        why="""
            Part by part; an absolute link starts again at the root of the image.
        """,
        show=("path", "root"),
    ),
    Lesson(
        id="daemon.create.osSpecific.maskedPaths.defaultSpec",
        step=defaults.default_linux_spec,
        title="Parts of /proc that are hidden",
        why="""
            The defaults are written into the container now, so a later version of
            Docker cannot change them for it.
        """,
    ),
    Lesson(
        id="daemon.create.osSpecific.configVolumes.hasMountFor",
        step=container_unix.has_mount_for,
        title="Is something mounted there already?",
        why="""
            Then no anonymous volume is needed.
        """,
        show=("path",),
    ),
    Lesson(
        id="daemon.create.osSpecific.configVolumes.addMountPointWithVolume",
        step=container.Container.add_mount_point_with_volume,
        title="The anonymous volume gets its place",
        why="""
            Its name is random, so nothing but this container leads to it.
        """,
        show=("destination",),
        section="4",
    ),
    Lesson(
        id="daemon.create.osSpecific.populateVolumes",
        step=create_unix.populate_volumes,
        title="Which volumes get the image's files?",
        why="""
            Only mounts of type volume, without `nocopy`. Binds and tmpfs never;
            read-only volumes do.
        """,
        section="4",
    ),
    Lesson(
        id="daemon.create.osSpecific.populateVolumes.copyImagePathContent",
        step=container_unix.copy_image_path_content,
        title="Copy what the volume would hide",
        why="""
            A volume covers the image's directory. An empty one would hide its files, so
            they are copied over.
        """,
        show=("destination",),
        section="4",
    ),
    Lesson(
        id="daemon.create.osSpecific.populateVolumes.copyImagePathContent.wrapperMount",
        step=volume_wrapper.VolumeWrapper.mount,
        title="The volume is made usable",
        why="""
            For a local volume there is nothing to do.
        """,
        section="4",
    ),
    Lesson(
        id=(
            "daemon.create.osSpecific.populateVolumes.copyImagePathContent."
            "wrapperMount.serviceMount"
        ),
        step=service.VolumesService.mount,
        title="Through the volume service",
        why="""
            It knows which driver has the volume.
        """,
    ),
    Lesson(
        id=(
            "daemon.create.osSpecific.populateVolumes.copyImagePathContent.wrapperMount.localMount"
        ),
        step=volume.LocalVolume.mount,
        title="The directory itself",
        why="""
            Only a volume with a device is really mounted.
        """,
        show=("id",),
    ),
    Lesson(
        id="daemon.create.osSpecific.populateVolumes.copyImagePathContent.wrapperUnmount",
        step=volume_wrapper.VolumeWrapper.unmount,
        title="No longer needed",
        why="""
            If this fails it is only logged: the copy is done.
        """,
        section="4",
    ),
    Lesson(
        id=("daemon.create.osSpecific.populateVolumes.copyImagePathContent.copyExistingContents"),
        step=container_unix.copy_existing_contents,
        title="Only into an empty volume",
        why="""
            One file is enough to say: somebody uses this, leave it alone.
        """,
        show=("source", "destination"),
        section="4",
    ),
    Lesson(
        id=(
            "daemon.create.osSpecific.populateVolumes.copyImagePathContent."
            "copyExistingContents.copyDir"
        ),
        step=copy.copy_directory,
        title="Copy a tree exactly",
        why="""
            Owners, modes, times, links that point to the same file, devices: all as in
            the image.
        """,
        show=("dst", "src"),
    ),
    Lesson(
        id=(
            "daemon.create.osSpecific.populateVolumes.copyImagePathContent."
            "copyExistingContents.copyDir.copyFileInfo"
        ),
        step=copy_linux.copy_file_info,
        title="Owner, mode, times",
        why="""
            In this order, since a change of owner clears some bits of the mode.
        """,
        show=("name",),
    ),
    Lesson(
        id=(
            "daemon.create.osSpecific.populateVolumes.copyImagePathContent."
            "copyExistingContents.copyDir.copyXAttrs"
        ),
        step=copy_linux.copy_xattrs,
        title="Extended attributes",
        why="""
            Capabilities of programs are kept in them. Where the file system has none it
            is not an error.
        """,
        show=("dst", "src"),
    ),
    Lesson(
        id=(
            "daemon.create.osSpecific.populateVolumes.copyImagePathContent."
            "copyExistingContents.copyDir.copyFile"
        ),
        step=copy.copy_file,
        title="The content of one file",
        why="""
            The kernel copies it from file to file; on some file systems nothing is
            moved at all.
        """,
        show=("target", "source"),
    ),
    Lesson(
        id="daemon.create.osSpecific.unmount",
        step=daemon_mount.unmount,
        title="Unmount the container",
        why="""
            It will be mounted again when it starts. Nothing stays mounted after a
            create.
        """,
        section="4",
    ),
)
