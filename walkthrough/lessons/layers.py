"""Layers: the init layer and the container's own, on top of the image."""

from __future__ import annotations

from engine.daemon import daemon_unix
from engine.daemon.graphdriver import counter
from engine.daemon.graphdriver.overlay2 import lower, mount, mounted, overlay
from engine.daemon.graphdriver.overlayutils import randomid
from engine.daemon.images import service
from engine.daemon.initlayer import setup_unix
from engine.image import rootfs
from engine.layer import filestore, layer, layer_store, layer_store_rw, layer_unix, mounted_layer
from engine.pkg.idtools import idtools
from walkthrough.lesson import Lesson

LESSONS = (
    Lesson(
        id="daemon.create.createLayer",
        step=service.ImageService.create_layer,
        title="The container's own layer",
        why="""
            The image's layers are shared and read-only. The container gets one of its own
            on top, where all its changes go. The earlier source analysis calls the
            read-only ones the upper layer; in overlayfs they are the lower ones.
        """,
        section="4",
    ),
    Lesson(
        id="daemon.create.createLayer.chainID",
        step=rootfs.RootFS.chain_id,
        title="One name for a whole pile of layers",
        why="""
            A layer can lie on different piles. The ChainID names the pile up to and
            including it.
        """,
        section="4",
    ),
    Lesson(
        id="daemon.create.createLayer.chainID.createChainID",
        step=layer.create_chain_id_from_parent,
        title="Digest of a digest of a digest",
        why="""
            The first layer's DiffID is its ChainID. Each further one is the sha256 of
            the chain below, a blank, and the layer's DiffID.
        """,
        show=("parent",),
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer",
        step=layer_store_rw.create_rw_layer,
        title="Two layers are made, not one",
        why="""
            On the image comes an init layer with mount points that every container needs,
            and on that the writable layer. So in `docker diff` what Docker adds does not
            look like a change made by the user.
        """,
        show=("name", "parent"),
        section="4",
        later="""
            In 20.10 a failure in the middle of this step leaves layers behind that nobody
            ever removes. Since 29.1.4 (2026) the writable layer is removed if it cannot be
            written down; what is told here also removes the init layer. `--as-20.10` brings
            the leak back. https://github.com/moby/moby/pull/51714
        """,
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.get",
        step=layer_store.LayerStore._get,
        title="Take hold of the image's top layer",
        why="""
            A reference is counted. Even if the image is deleted by force, its layers stay
            as long as a container lies on them.
        """,
        show=("layer",),
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.mountID",
        step=layer_unix.mount_id,
        title="A name for the layer on disk",
        why="""
            Random, and not the container's ID: the layer store does not depend on how its
            users are named. Whose layer it is, the file `mount-id` tells.
        """,
        show=("name",),
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.initMount",
        step=layer_store_rw.init_mount,
        title="The init layer",
        why="""
            It lies between image and container, is mounted once, filled, and unmounted.
            The image itself is not touched.
        """,
        show=("graph_id", "parent"),
        later="""
            In 20.10 the layer stays on disk for ever if it cannot be mounted or filled.
            Since 29.1.4 (2026) it is removed then, as here. `--as-20.10` brings the
            leak back.
            https://github.com/moby/moby/pull/51715
        """,
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.createReadWrite",
        step=overlay.Driver.create_read_write,
        title="A new layer is an empty directory and a list of names",
        why="""
            Nothing is copied out of the image: a file is copied when it is first changed
            (copy-on-write). `lower` names the layers to look through, nearest first, and
            the kernel stacks them at mount time.
        """,
        show=("id", "parent"),
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.createReadWrite.create",
        step=overlay.Driver._create,
        title="Lay out one layer",
        why="""
            `diff` holds its files, `link` its short name, `work` is scratch space for
            overlayfs, `lower` the list of layers below. A layer that lies on nothing
            needs neither of the last two.
        """,
        show=("id", "parent"),
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.createReadWrite.create.parseStorageOpt",
        step=overlay.Driver.parse_storage_opt,
        title="Is a size wanted?",
        why="""
            `size` is the only option of a layer. It needs the project quotas of XFS, which
            this engine leaves out, so here it is refused.
        """,
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.createReadWrite.create.generateID",
        step=randomid.generate_id,
        title="A short name",
        why="""
            mount(2) takes one page of options. 128 full-length paths would not fit, 128
            short symlinks do.
        """,
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.createReadWrite.create.getLower",
        step=lower.get_lower,
        title="The parent, and everything below it",
        why="""
            Written down once, so no mount has to walk through all parents. The image's
            layers are all lower ones (`lowerdir`). The earlier source analysis calls them
            "upper", but the upper layer (`upperdir`) is the container's.
        """,
        show=("parent",),
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.driverGet",
        step=mounted.get,
        title="Mount the stack",
        why="""
            `lowerdir` are the layers below, `upperdir` is this one, and `merged` shows all
            as one tree: a union mount. The command that mounts is shown below, word for
            word.
        """,
        show=("id",),
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.driverGet.refCounter",
        step=counter.RefCounter.incdec,
        title="Who else has it mounted?",
        why="""
            Only the first mounts and only the last unmounts.
        """,
        show=("path",),
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.driverGet.mountFrom",
        step=mount.mount_from,
        title="Mount with short paths",
        why="""
            Only if the options do not fit into one page. Seen from the driver's own
            directory the layers have short relative names, so 128 of them fit. But a change
            of directory holds for all threads of a process: hence a process of its own.
        """,
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.driverPut",
        step=mounted.put,
        title="Unmount again",
        why="""
            A create needs the mount only for a moment. It mounts twice: once to fill the
            init layer, once for the working directory and the volumes. The earlier source
            analysis has the second time only.
        """,
        show=("id",),
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.setupInitLayer",
        step=daemon_unix.setup_init_layer,
        title="What to do in the init layer",
        why="""
            A function that knows which user of the host is root in the container. It is
            handed to the layer store, which knows nothing of containers.
        """,
        section="4",
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.setupInitLayer.setup",
        step=setup_unix.setup,
        title="Mount points that every container needs",
        why="""
            At start things are mounted over `/etc/hosts` and others, so files must be
            there. The earlier source analysis says that paths are cleared and rebuilt. In
            fact directories stay; only a file or symlink in the way is removed and made
            again, in this layer alone.
        """,
        show=("init_layer",),
        section="4",
    ),
    Lesson(
        id=("daemon.create.createLayer.createRWLayer.setupInitLayer.setup.mkdirAllAndChownNew"),
        step=idtools.mkdir_all_and_chown_new,
        title="Missing directories only",
        why="""
            What the image already has keeps its owner and mode.
        """,
        show=("path", "mode"),
        section="4",
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.saveMount",
        step=layer_store_rw.save_mount,
        title="Which layer belongs to which container?",
        why="""
            Three small files say it, so a daemon that starts again finds the layer.
        """,
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.saveMount.setMountID",
        step=filestore.FileMetadataStore.set_mount_id,
        title="File `mount-id`",
        why="""
            The name of the writable layer on disk.
        """,
        show=("mount", "mount_id"),
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.saveMount.setInitID",
        step=filestore.FileMetadataStore.set_init_id,
        title="File `init-id`",
        why="""
            The name of the init layer: when the container is removed, it has to go, too.
        """,
        show=("mount", "init"),
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.saveMount.setMountParent",
        step=filestore.FileMetadataStore.set_mount_parent,
        title="File `parent`",
        why="""
            The ChainID of the image's layers: by it a daemon that starts again counts who
            uses them. A container made from nothing has none.
        """,
        show=("mount", "parent"),
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.getReference",
        step=mounted_layer.MountedLayer.get_reference,
        title="A handle for the container",
        why="""
            The layer can be removed when the last handle is given back.
        """,
    ),
    Lesson(
        id="daemon.create.createLayer.createRWLayer.releaseLayer",
        step=layer_store.LayerStore.release_layer,
        title="Give a read-only layer back",
        why="""
            It has one user fewer: an image is in the store, a create has failed, or a
            container is gone. A layer without users is removed, and then the one below it
            has one user fewer.
        """,
    ),
)
