"""Filling: the finished stack is mounted, and empty volumes get the files of the image."""

from __future__ import annotations

from engine.container import container, container_unix
from engine.daemon import create_unix, daemon_mount, volume_wrapper
from engine.layer import mounted_layer
from engine.oci import defaults
from engine.pkg.containerfs import containerfs
from engine.vendor.containerd.continuity.fs import copy, copy_linux
from engine.vendor.moby.sys.symlink import fs
from engine.volume.local import volume
from engine.volume.service import service
from walkthrough.lesson import Lesson

LESSONS = (
    Lesson(
        id="daemon.create.osSpecific",
        step=create_unix.create_container_os_specific_settings,
        title="Mount it, prepare it, unmount it",
        why="""
            The init layer was mounted before; now it is the finished stack. The earlier
            source analysis says that volumes are made here. But the working directory is
            made, too, hidden paths are filled in, and once the anonymous volumes are
            there, the image's files are copied into empty ones.
        """,
        section="4",
    ),
    Lesson(
        id="daemon.create.osSpecific.mount",
        step=daemon_mount.mount,
        title="The whole container as one tree",
        why="""
            For the first time all layers are seen as one, as the container will see them.
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
            Symlinks in the image must not lead out of it: `/data -> /etc` means the
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
            Any `..` is taken away as if the path began at a root, so it cannot climb out
            of the container's. Then symlinks are followed.
        """,
        show=("path",),
    ),
    Lesson(
        id=("daemon.create.osSpecific.setupWorkingDirectory.getResourcePath.resolve.followSymlink"),
        step=fs.eval_symlinks_in_scope,
        title="Follow symlinks without leaving",
        why="""
            Part by part; an absolute symlink starts again at the root of the image.
        """,
        show=("path", "root"),
    ),
    Lesson(
        id="daemon.create.osSpecific.maskedPaths",
        step=create_unix._masked_paths,
        title="Nothing said means the defaults",
        why="""
            An empty list is something said: hide nothing. A privileged container gets
            no defaults, since it shall see all.
        """,
    ),
    Lesson(
        id="daemon.create.osSpecific.maskedPaths.defaultSpec",
        step=defaults.default_linux_spec,
        title="Parts of /proc and /sys that are hidden or read-only",
        why="""
            They show or change what all containers share with the host. The defaults are
            written into the container now, so a later version of Docker cannot change
            them for it.
        """,
    ),
    Lesson(
        id="daemon.create.osSpecific.configVolumes",
        step=create_unix._config_volumes,
        title="A volume for each path that was declared",
        why="""
            By the image, or with a -v without a source. Where something is mounted
            already, none is made; where the image has a file, the create fails.
        """,
        section="4",
    ),
    Lesson(
        id="daemon.create.osSpecific.configVolumes.hasMountFor",
        step=container_unix.has_mount_for,
        title="Is something mounted there already?",
        why="""
            By -v, --mount, --tmpfs or --volumes-from; then no anonymous volume is needed.
        """,
        show=("path",),
    ),
    Lesson(
        id="daemon.create.osSpecific.configVolumes.addMountPointWithVolume",
        step=container.Container.add_mount_point_with_volume,
        title="The anonymous volume gets its place",
        why="""
            Its name is random, so nobody else names it by chance: it belongs to this
            container, and may be removed together with it.
        """,
        show=("destination",),
        section="4",
    ),
    Lesson(
        id="daemon.create.osSpecific.populateVolumes",
        step=create_unix.populate_volumes,
        title="Which volumes get the image's files?",
        why="""
            The earlier source analysis says that each mount point is filled. In fact only
            mounts of type volume are, without `nocopy`: binds and tmpfs never, but
            read-only volumes, too.
        """,
        section="4",
    ),
    Lesson(
        id="daemon.create.osSpecific.populateVolumes.copyImagePathContent",
        step=container_unix.copy_image_path_content,
        title="Copy what the volume would hide",
        why="""
            A volume covers the image's directory. An empty one would hide its files, so
            they are copied over. The earlier source analysis links to master here; at the
            tag it is `container/container_unix.go`.
        """,
        show=("destination",),
        section="4",
    ),
    Lesson(
        id="daemon.create.osSpecific.populateVolumes.copyImagePathContent.wrapperMount",
        step=volume_wrapper.VolumeWrapper.mount,
        title="The volume is made usable",
        why="""
            For an ordinary local volume there is nothing to do. One with a device is
            mounted, and a plugin may have to fetch its own.
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
            Owners, modes, times, hard links, devices: all as in the image. Docker 20.10
            by mistake makes an empty file of a device. A pipe or a socket ends the copy
            of its directory, without an error.
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
            The kernel copies it from file to file. Where a file system lets files share
            their blocks, nothing is copied at all.
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
