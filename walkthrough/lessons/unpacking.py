"""Unpacking: layers are downloaded, verified and laid down; the image gets its name."""

from __future__ import annotations

from engine.daemon.graphdriver.overlay2 import diff, overlay
from engine.daemon.images import image_events
from engine.daemon.images import store as images_store
from engine.distribution import layer_descriptor
from engine.distribution.metadata import v2_metadata_service
from engine.distribution.xfer import download
from engine.image import fs
from engine.image import store as image_store
from engine.layer import filestore_transaction, layer_store_tar, ro_layer
from engine.reference import store as reference_store
from walkthrough.lesson import Lesson

LESSONS = (
    Lesson(
        id="image.pull.v2Pull.repository.tag.download",
        step=download.LayerDownloadManager.download,
        title="Layers that are missing",
        why="""
            Those that are here already are used as they are. The others come three at a
            time, unless the daemon is set otherwise.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.download.makeDownloadFunc",
        step=download.LayerDownloadManager.make_download_func,
        title="Download, wait for the parent, unpack",
        why="""
            Downloads may overlap. Unpacking goes from the bottom up, because each layer
            lies on the one before.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.download.blob",
        step=layer_descriptor.V2LayerDescriptor.download,
        title="One layer, as a file",
        why="""
            Its sha256 is computed on the way and must be the one in the manifest. If the
            connection breaks, the next attempt goes on where this one stopped.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.download.registered",
        step=v2_metadata_service.V2MetadataService.add,
        title="Remember where it came from",
        why="""
            Next time the registry's digest is enough to know that the layer is here.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.download.register",
        step=layer_store_tar.register_with_descriptor,
        title="A layer enters the store",
        why="""
            It gets a random directory, is unpacked, and gets its name from its content.
            Only by this name can it be told whether the layer was here already.
        """,
        show=("parent",),
        later="""
            Since 29.1.3 (2025) the transaction begins before the directory is made: the
            other way round, one that could not begin left the directory behind.
            https://github.com/moby/moby/pull/51700
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.download.register.driverCreate",
        step=overlay.Driver.create,
        title="A directory for it",
        why="""
            Laid out as the container's own layer will be.
        """,
        show=("id", "parent"),
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.download.register.applyTar",
        step=layer_store_tar.apply_tar,
        title="Unpack, and measure while unpacking",
        why="""
            The sha256 of the archive, no longer compressed, is the DiffID. How the archive
            was put together is kept, too, so it can be made again bit for bit.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.download.register.applyTar.applyDiff",
        step=diff.apply_diff,
        title="Files of one layer",
        why="""
            A file that this layer removes is a whiteout: in the archive an empty file
            `.wh.NAME`, on disk a character device 0/0, as overlayfs wants it.
        """,
        show=("id", "parent"),
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.download.register.storeLayer",
        step=ro_layer.store_layer,
        title="Four small files about the layer",
        why="""
            Digest, size, directory and parent. The lowest layer has no parent.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.download.register.commit",
        step=filestore_transaction.FileMetadataTransaction.commit,
        title="All at once, by a rename",
        why="""
            Until now everything lay in a temporary directory. A layer is there
            completely, or not.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.imageStorePut",
        step=images_store.ImageStoreForPull.put,
        title="Keep the image's config",
        why="""
            From now on the image exists: it is this config, and the layers that it names
            are here.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.imageStorePut.create",
        step=image_store.Store.create,
        title="The image takes hold of its layers",
        why="""
            They cannot be removed as long as it is here.
        """,
        show=("config",),
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.imageStorePut.create.fsSet",
        step=fs.Fs.set,
        title="A file named by its digest",
        why="""
            The same content can be there only once.
        """,
    ),
    Lesson(
        id="image.pull.v2Pull.repository.tag.addReference",
        step=reference_store.Store.add_reference,
        title="Give it its name",
        why="""
            All names are in one file, which is replaced as a whole: a reader never sees
            half of it.
        """,
        show=("ref",),
    ),
    Lesson(
        id="image.pull.logImageEvent",
        step=image_events.log_image_event_with_attributes,
        title="Tell who listens: pull",
        why="""
            With the name in its short form, but with the tag.
        """,
        show=("image_id", "action"),
    ),
)
