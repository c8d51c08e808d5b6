"""One layer of an image in a registry, and how it is fetched.

Apart from pull_v2.py only to keep that file short.

Go: distribution/pull_v2.go
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import tempfile
from pathlib import Path
from typing import IO

from engine.distribution.errors import ForeignLayer, LayerTooLong, retry_on_error
from engine.distribution.metadata.v2_metadata_service import V2Metadata, V2MetadataService
from engine.distribution.xfer.transfer import DoNotRetry
from engine.golang import errors
from engine.golang.context import Context
from engine.golang.errors import GoError, path_error
from engine.pkg.progress import progress
from engine.pkg.progress.progress import Output
from engine.pkg.progress.progressreader import ProgressReader
from engine.pkg.stringid.stringid import truncate_id
from engine.registry.types import RepositoryInfo
from engine.vendor.docker.distribution.manifests import FOREIGN_LAYERS, Descriptor
from engine.vendor.docker.distribution.registry.client.repository import (
    BlobReader,
    BlobUnknown,
    Repository,
    WrongCodeForByteRange,
)
from engine.vendor.opencontainers import go_digest

_CHUNK = 1 << 18
_FILE_PREFIX = "GetImageBlob"
_log = logging.getLogger(__name__)


class DownloadedBlob:
    """A verified blob in a file without a name, which goes when it is closed."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self.size = size

    def read(self, amount: int, /) -> bytes:
        """Return more of it."""
        return self._file.read(amount)

    def close(self) -> None:
        """Give its space back."""
        self._file.close()


class V2LayerDescriptor:
    """Fetches one layer; a broken download goes on where it broke.

    Differs from Go: the file that a download goes to has no name, so that a killed engine leaves
    none behind; and a layer that is longer than the manifest says is given up at once.

    Go: v2LayerDescriptor
    """

    def __init__(
        self,
        src: Descriptor,
        repository: Repository,
        repo_info: RepositoryInfo,
        metadata_service: V2MetadataService,
        temp_dir: Path,
    ) -> None:
        self.src = src
        self.digest = src.digest
        self._repository = repository
        self._repo_info = repo_info
        self._metadata = metadata_service
        self._temp_dir = temp_dir
        self._file: IO[bytes] | None = None
        self._hash = self._new_hash()

    def _new_hash(self) -> hashlib._Hash:
        return hashlib.new(go_digest.algorithm(self.digest))

    def key(self) -> str:
        """Return what tells this download from others.

        Go: v2LayerDescriptor.Key
        """
        return f"v2:{self.digest}"

    def id(self) -> str:
        """Return the blob's short name.

        Go: v2LayerDescriptor.ID
        """
        return truncate_id(self.digest)

    def diff_id(self) -> str | None:
        """Return the layer that this blob gave before, or None.

        Go: v2LayerDescriptor.DiffID
        """
        return self._metadata.get_diff_id(self.digest)

    def download(self, context: Context, out: Output) -> DownloadedBlob:
        """Fetch the blob, or the rest of it, and compare it with its digest.

        Raises:
            DoNotRetry: a second attempt is of no use.
            Exception: it may be.

        Go: v2LayerDescriptor.Download
        """
        _log.debug('pulling blob "%s"', self.digest)
        file = self._download_file()
        offset = file.seek(0, 2)
        with contextlib.closing(self._open(context, offset)) as source:
            size = source.size
            self._copy(context, source, file, size - offset, out)
        progress.update(out, self.id(), "Verifying Checksum")
        self._verify(resumed=offset != 0)
        progress.update(out, self.id(), "Download complete")
        self._file = None
        file.seek(0)
        return DownloadedBlob(file, size)

    def _download_file(self) -> IO[bytes]:
        """Return the file that the last attempt left off in, or a new one.

        Go: createDownloadFile
        """
        if self._file is None:
            try:
                # Closed by the blob that it becomes, or by close().
                self._file = tempfile.TemporaryFile(  # noqa: SIM115
                    dir=self._temp_dir, prefix=_FILE_PREFIX
                )
            except OSError as error:
                name = self._temp_dir / _FILE_PREFIX
                raise DoNotRetry(path_error("open", name, error)) from error
        return self._file

    def _open(self, context: Context, offset: int) -> BlobReader:
        """Ask for the blob from ``offset`` on.

        Go: pull_v2_unix.go v2LayerDescriptor.open
        """
        try:
            return self._repository.open_blob(context, self.digest, offset)
        except WrongCodeForByteRange:
            self._truncate_download_file()
            raise
        except BlobUnknown as error:
            if self.src.media_type not in FOREIGN_LAYERS:
                raise DoNotRetry(error) from error
            raise DoNotRetry(ForeignLayer(self.digest, self.src.urls)) from error
        except Exception as error:
            _log.error("Error initiating layer download: %s", error)
            failure = retry_on_error(error)
        raise failure

    def _copy(
        self, context: Context, source: BlobReader, file: IO[bytes], size: int, out: Output
    ) -> None:
        """Read to the end, or to the error; what came before that is in the file."""
        reader = ProgressReader(source, out, size, self.id(), "Downloading")
        try:
            with contextlib.closing(reader):
                self._read(context, source, file, reader)
            return
        except DoNotRetry:
            raise
        except Exception as error:
            context.check()
            failure = retry_on_error(error)
        raise failure

    def _read(
        self, context: Context, source: BlobReader, file: IO[bytes], reader: ProgressReader
    ) -> None:
        buffer = memoryview(bytearray(_CHUNK))
        have, most = file.tell(), self.src.size
        while count := source.readinto(buffer):
            context.check()
            have += count
            if 0 < most < have:
                raise DoNotRetry(LayerTooLong(self.digest, most))
            self._keep(file, buffer[:count])
            reader.advance(count)
        reader.advance(0)

    def _keep(self, file: IO[bytes], data: memoryview) -> None:
        try:
            file.write(data)
        except OSError as error:
            raise path_error("write", self._temp_dir / _FILE_PREFIX, error) from error
        self._hash.update(data)

    def _verify(self, *, resumed: bool) -> None:
        if self._hash.hexdigest() == go_digest.encoded(self.digest):
            return
        error = GoError(f"filesystem layer verification failed for digest {self.digest}")
        _log.error("%s", error)
        if not resumed:
            raise DoNotRetry(error)
        # The first part may have been the bad one.
        self._truncate_download_file()
        raise error

    def _truncate_download_file(self) -> None:
        """Begin anew.

        Go: v2LayerDescriptor.truncateDownloadFile
        """
        self._hash = self._new_hash()
        if self._file is not None:
            self._file.seek(0)
            self._file.truncate()

    def close(self) -> None:
        """Give up what an unfinished download left.

        Go: v2LayerDescriptor.Close
        """
        if self._file is not None:
            file, self._file = self._file, None
            # What is still in its buffer may not fit on the disk.
            with contextlib.suppress(OSError):
                file.close()

    def registered(self, diff_id: str) -> None:
        """Remember that this blob gave the layer ``diff_id``; the layer is good without that, too.

        Go: v2LayerDescriptor.Registered
        """
        source = self._repo_info.name.name
        try:
            self._metadata.add(diff_id, V2Metadata(digest=self.digest, source_repository=source))
        except (GoError, OSError, ValueError) as error:
            _log.warning("cannot remember where %s is from: %s", diff_id, errors.text(error))
