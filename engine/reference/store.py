"""Names of images, in one file.

Go: reference/store.go, reference/errors.go
"""

from __future__ import annotations

import logging
import os
import threading
from dataclasses import dataclass, field
from typing import NamedTuple

from engine import errdefs
from engine.golang.defer import Undo
from engine.golang.errors import GoError, os_error
from engine.golang.filesystem import is_not_exist
from engine.golang.struct_tags import decode, marshal, tag
from engine.pkg.ioutils.fswriters import atomic_write_file
from engine.vendor.docker.distribution import reference
from engine.vendor.docker.distribution.reference import Canonical, Named, NamedTagged

_log = logging.getLogger(__name__)

_CANONICAL = "sha256"


class ReferenceNotFound(errdefs.NotFound):
    """No image has that name.

    Go: ErrDoesNotExist
    """

    def __init__(self) -> None:
        super().__init__("reference does not exist")


class InvalidTag(errdefs.InvalidParameter):
    """The name cannot be a tag.

    Go: reference/errors.go invalidTagError
    """


class ConflictingTag(errdefs.Conflict):
    """Another image has the name.

    Go: reference/errors.go conflictingTagError
    """


class Association(NamedTuple):
    """A name and the image that has it.

    Go: Association
    """

    ref: Named
    id: str


@dataclass(slots=True, kw_only=True)
class _File:
    """What is in repositories.json."""

    repositories: dict[str, dict[str, str] | None] | None = field(
        default=None, metadata=tag("Repositories")
    )


class Store:
    """Knows which image each name stands for, and keeps that in a file.

        {"Repositories":{"busybox":{"busybox:latest":"sha256:…","busybox@sha256:…":"sha256:…"}}}

    Go: store
    """

    def __init__(self, json_path: str) -> None:
        self._lock = threading.RLock()
        self._json_path = os.path.abspath(json_path)
        self._repositories: dict[str, dict[str, str]] = {}
        self._references_by_id: dict[str, dict[str, Named]] = {}

    def add_tag(self, ref: Named, id: str, force: bool) -> None:
        """Let a name, ``latest`` if it says no tag, stand for an image.

        Raises:
            InvalidTag: the name has a digest, or is that of a digest algorithm.
            ConflictingTag: another image has it, and ``force`` is not set.
            GoPathError: the file could not be written.

        Go: store.AddTag
        """
        if isinstance(ref, Canonical):
            raise InvalidTag("refusing to create a tag with a digest reference")
        self.add_reference(reference.tag_name_only(ref), id, force)

    def add_digest(self, ref: Canonical, id: str, force: bool) -> None:
        """Let a name with a digest stand for an image.

        Raises:
            ConflictingTag: another image has it; ``force`` does not help.
            GoPathError: the file could not be written.

        Go: store.AddDigest
        """
        self.add_reference(ref, id, force)

    def add_reference(self, ref: Named, id: str, force: bool) -> None:
        """Write down which image a name stands for, in memory and on disk.

        What cannot be written is not known in memory either; in Go it is, until a restart.

        Raises:
            InvalidTag: the name is that of a digest algorithm.
            ConflictingTag: another image has it.
            GoPathError: the file could not be written.

        Go: store.addReference
        """
        ref = _favor_digest(ref)
        name, string = reference.familiar_name(ref), reference.familiar_string(ref)
        if name == _CANONICAL:
            raise InvalidTag("refusing to create an ambiguous tag using digest algorithm as name")
        with self._lock, Undo() as undo:
            old = self._repositories.get(name, {}).get(string)
            if old == id:
                return
            if old is not None:
                _refuse(ref, string, old, force)
            undo.defer(self._assign, ref, old)
            self._assign(ref, id)
            self._save()

    def _assign(self, ref: Named, id: str | None) -> None:
        """Let a name stand for an image, in memory only; forget the name if there is none."""
        name, string = reference.familiar_name(ref), reference.familiar_string(ref)
        repository = self._repositories.setdefault(name, {})
        old = repository.pop(string, None)
        if old is not None:
            self._forget(old, string)
        if id is not None:
            repository[string] = id
            self._references_by_id.setdefault(id, {})[string] = ref
        if not repository:
            del self._repositories[name]

    def delete(self, ref: Named) -> bool:
        """Forget a name; return True.

        Raises:
            ReferenceNotFound: nobody has it.
            GoPathError: the file could not be written.

        Go: store.Delete
        """
        ref = reference.tag_name_only(_favor_digest(ref))
        name, string = reference.familiar_name(ref), reference.familiar_string(ref)
        with self._lock, Undo() as undo:
            id = self._repositories.get(name, {}).get(string)
            if id is None:
                raise ReferenceNotFound
            undo.defer(self._assign, ref, id)
            self._assign(ref, None)
            self._save()
            return True

    def get(self, ref: Named) -> str:
        """Return the ID of the image that has a name; with a tag and a digest, the digest counts.

        Raises:
            ReferenceNotFound: none has it.

        Go: store.Get
        """
        ref = _favor_digest(ref) if isinstance(ref, Canonical) else reference.tag_name_only(ref)
        with self._lock:
            repository = self._repositories.get(reference.familiar_name(ref), {})
            id = repository.get(reference.familiar_string(ref))
        if id is None:
            raise ReferenceNotFound
        return id

    def references(self, id: str) -> list[Named]:
        """Return the names of an image, sorted.

        Go: store.References
        """
        with self._lock:
            return sorted(self._references_by_id.get(id, {}).values(), key=str)

    def references_by_name(self, ref: Named) -> list[Association]:
        """Return the names in a repository with their images, sorted.

        Go: store.ReferencesByName
        """
        with self._lock:
            repository = dict(self._repositories.get(reference.familiar_name(ref), {}))
        found = [
            Association(reference.parse_normalized_named(string), id)
            for string, id in repository.items()
        ]
        return sorted(found, key=lambda association: str(association.ref))

    def _forget(self, id: str, string: str) -> None:
        names = self._references_by_id.get(id, {})
        names.pop(string, None)
        if not names:
            self._references_by_id.pop(id, None)

    def _save(self) -> None:
        """Write the file anew, mode 0600.

        Go: store.save
        """
        data = marshal({"Repositories": self._repositories}).encode()
        atomic_write_file(self._json_path, data, 0o600)

    def reload(self) -> None:
        """Read the file, or make it if there is none.

        Raises:
            GoPathError: the file cannot be read, or made.
            JSONError: something else is in it.

        Go: store.reload
        """
        try:
            with os_error("open", self._json_path), open(self._json_path, "rb") as file:
                data = file.read()
        except OSError as error:
            if not is_not_exist(error):
                raise
            self._save()
            return
        read = decode(_File, data).repositories or {}
        self._repositories = {name: dict(names or {}) for name, names in read.items()}
        for names in self._repositories.values():
            for string, id in names.items():
                try:
                    ref = reference.parse_normalized_named(string)
                except GoError as error:
                    _log.debug("%s: %s", string, error)
                    continue
                self._references_by_id.setdefault(id, {})[string] = ref


def _favor_digest(ref: Named) -> Named:
    """Return a name without its tag if it has a digest, too.

    Go: favorDigest
    """
    if isinstance(ref, Canonical) and isinstance(ref, NamedTagged):
        return reference.with_digest(reference.trim_named(ref), ref.digest)
    return ref


def _refuse(ref: Named, string: str, old: str, force: bool) -> None:
    """Raise if a name must not move on to another image."""
    if isinstance(ref, Canonical):
        raise ConflictingTag(f"Cannot overwrite digest {ref.digest}")
    if not force:
        raise ConflictingTag(
            f"Conflict: Tag {string} is already set to image {old}, if you want to replace it, "
            "please use the force option"
        )


def new_reference_store(json_path: str) -> Store:
    """Return the names kept in a file, which is made if there is none (0600).

    Raises:
        GoPathError: it cannot be read, or made.
        JSONError: something else is in it.

    Go: NewReferenceStore
    """
    store = Store(json_path)
    store.reload()
    return store
