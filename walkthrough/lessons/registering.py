"""Registering: the files on disk, the indexes, the event, and the way back after an error."""

from __future__ import annotations

from engine.container import container_disk, memory_store, view
from engine.daemon import (
    container,
    container_operations,
    create,
    delete,
    events_,
    links,
    metrics,
    mounts,
    names_,
    network_,
    stop,
)
from engine.daemon.events import events
from engine.daemon.graphdriver.overlay2 import overlay
from engine.daemon.images import service
from engine.layer import filestore, layer_store_rw
from engine.pkg.ioutils import fswriters
from engine.pkg.system import rm
from engine.pkg.truncindex import truncindex
from walkthrough.lesson import Lesson

LESSONS = (
    Lesson(
        id="daemon.create.setHostConfig.checkpointTo",
        step=container_disk.checkpoint_to,
        title="The container on disk",
        why="""
            Both files are written, and a copy of the object goes into the table from
            which lists are answered. It happens twice in a create: now, and at the
            registration.
        """,
    ),
    Lesson(
        id="daemon.create.setHostConfig.checkpointTo.toDisk",
        step=container_disk.to_disk,
        title="config.v2.json and hostconfig.json",
        why="""
            What the container is, and what it gets from this host. By these two a daemon
            that starts again knows the container.
        """,
    ),
    Lesson(
        id="daemon.create.setHostConfig.checkpointTo.toDisk.atomicWriter",
        step=fswriters.new_atomic_file_writer,
        title="Write beside, then rename",
        why="""
            A reader sees the old file or the new one, never half of one, even if the
            power fails.
        """,
        show=("filename", "perm"),
    ),
    Lesson(
        id="daemon.create.setHostConfig.checkpointTo.toDisk.writeHostConfig",
        step=container_disk.write_host_config,
        title="The host's side in a file of its own",
        why="""
            What holds on this host alone does not mix with what the container is anywhere.
            The file is also written by itself: when links are registered, and at the start.
        """,
    ),
    Lesson(
        id="daemon.create.setHostConfig.checkpointTo.memdbSave",
        step=view.MemDB.save,
        title="A copy for the readers",
        why="""
            Lists are answered from here, without waiting for a container's lock.
        """,
    ),
    Lesson(
        id="daemon.create.networkSettings",
        step=container_operations.update_container_network_settings,
        title="Which networks it will join",
        why="""
            Only written down. Addresses are given out when the container starts.
        """,
    ),
    Lesson(
        id="daemon.create.networkSettings.findNetwork",
        step=network_.find_network,
        title="Is there such a network?",
        why="""
            By ID, name, or the beginning of an ID. A name that nobody knows is kept;
            the start will complain.
        """,
        show=("term",),
    ),
    Lesson(
        id="daemon.create.register",
        step=container.register,
        title="The container becomes known",
        why="""
            It enters the daemon's store and the index of short IDs, and is written to
            disk once more, now complete.
        """,
    ),
    Lesson(
        id="daemon.create.register.memoryStoreAdd",
        step=memory_store.MemoryStore.add,
        title="Into the store of containers",
        why="""
            A map from ID to object; all work on containers begins with a look into it.
        """,
        show=("id",),
    ),
    Lesson(
        id="daemon.create.register.truncIndexAdd",
        step=truncindex.TruncIndex.add,
        title="Findable by the first digits",
        why="""
            That is how `docker rm 3f2` works.
        """,
        show=("id",),
    ),
    Lesson(
        id="daemon.create.stateCtr",
        step=metrics.StateCounter.set,
        title="Counted as stopped",
        why="""
            `docker info` shows how many run, pause and stand still.
        """,
        show=("label",),
    ),
    Lesson(
        id="daemon.create.logContainerEvent",
        step=events_.log_container_event,
        title="Tell who listens: something happened to the container",
        why="""
            `create` is the last thing of a create that went well. One that failed ends with
            `destroy`.
        """,
        show=("action",),
    ),
    Lesson(
        id="daemon.create.logContainerEvent.withAttributes",
        step=events_.log_container_event_with_attributes,
        title="With labels, image and name",
        why="""
            So that listeners can choose what they want to hear.
        """,
        show=("action",),
    ),
    Lesson(
        id="daemon.create.logContainerEvent.withAttributes.log",
        step=events.Events.log,
        title="One event, two forms",
        why="""
            Besides type, action and actor, the flat fields are filled in that older clients
            read.
        """,
        show=("action", "event_type"),
    ),
    Lesson(
        id="daemon.create.logContainerEvent.withAttributes.log.publish",
        step=events.Events.publish_message,
        title="Kept, and sent on",
        why="""
            The last 256 are kept for who comes late.
        """,
    ),
    Lesson(
        id="daemon.response",
        step=create._response,
        title="ID and warnings, never null",
        why="""
            Without warnings the list is empty. It was null once, and clients that go
            through it stumbled (moby issue 38222).
        """,
        show=("warnings",),
    ),
    Lesson(
        id="daemon.create.cleanupContainer",
        step=delete.cleanup_container,
        title="Undo what was made",
        why="""
            Layer, directory, name, anonymous volumes: all go. Named volumes stay, for
            they may hold data by now. A `destroy` event is sent although there was no
            `create`.
        """,
        section="4",
    ),
    Lesson(
        id="daemon.create.cleanupContainer.containerStop",
        step=stop.container_stop,
        title="Stop it first",
        why="""
            It does not run, so this is over at once.
        """,
    ),
    Lesson(
        id="daemon.create.cleanupContainer.releaseLayer",
        step=service.ImageService.release_layer,
        title="Give the layer back",
        why="""
            Skipped if there is none yet.
        """,
    ),
    Lesson(
        id="daemon.create.cleanupContainer.releaseLayer.releaseRWLayer",
        step=layer_store_rw.release_rw_layer,
        title="The last handle removes the layer",
        why="""
            Both of them, and the files that name them; then the image's layer is given
            back.
        """,
    ),
    Lesson(
        id="daemon.create.cleanupContainer.releaseLayer.releaseRWLayer.driverRemove",
        step=overlay.Driver.remove,
        title="Remove one layer",
        why="""
            Its short name first, a symlink, because that name is written in the directory;
            then the directory.
        """,
        show=("id",),
    ),
    Lesson(
        id="daemon.create.cleanupContainer.releaseLayer.releaseRWLayer.removeMount",
        step=filestore.FileMetadataStore.remove_mount,
        title="Forget which layer it had",
        why="""
            The three small files go.
        """,
        show=("mount",),
    ),
    Lesson(
        id="daemon.create.cleanupContainer.ensureRemoveAll",
        step=rm.ensure_remove_all,
        title="Remove a directory, whatever holds it",
        why="""
            What is mounted below is unmounted first; what is busy is tried again.
        """,
        show=("directory",),
    ),
    Lesson(
        id="daemon.create.cleanupContainer.linkIndexDelete",
        step=links.LinkIndex.delete,
        title="Forget its links",
        why="""
            In both directions, so no other container finds it any more.
        """,
    ),
    Lesson(
        id="daemon.create.cleanupContainer.memdbDelete",
        step=view.MemDB.delete,
        title="Free the name",
        why="""
            From now on another container may have it.
        """,
        show=("id",),
    ),
    Lesson(
        id="daemon.create.cleanupContainer.removeMountPoints",
        step=mounts.remove_mount_points,
        title="Volumes: anonymous ones go, named ones stay",
        why="""
            The container gives back every volume it used.
        """,
    ),
    Lesson(
        id="daemon.create.cleanupContainer.releaseName",
        step=names_.release_name,
        title="Free an alias",
        why="""
            The names that its links had reserved.
        """,
        show=("name",),
    ),
)
