"""Image references, and what each kind can tell about itself.

Go asks a value which interfaces it has (``Named``, ``NamedTagged``, ``Canonical``). The same
questions are ``isinstance`` here, for the classes inherit from each other:

    Named               docker.io/library/busybox
    NamedTagged         docker.io/library/busybox:1.35
    Canonical           docker.io/library/busybox@sha256:…
    TaggedAndDigested   docker.io/library/busybox:1.35@sha256:…     both of the above
    DigestReference     sha256:…                                    no name

Go: vendor/github.com/docker/distribution/reference/reference.go
"""

from __future__ import annotations

from engine.vendor.docker.distribution.reference import regexp
from engine.vendor.docker.distribution.reference.errors import (
    NAME_TOTAL_LENGTH_MAX,
    DigestInvalidFormat,
    NameContainsUppercase,
    NameEmpty,
    NameTooLong,
    ReferenceInvalidFormat,
    TagInvalidFormat,
)
from engine.vendor.opencontainers import go_digest


class Reference:
    """Something that names an image; ``str()`` gives its full form.

    A reference is never changed. Two are equal if they are of one kind and spelled the same.
    (Written by hand, as five data classes would take longer to make than the rest of a start.)

    Go: Reference
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class Tagged(Reference):
    """A reference that has a tag.

    Go: Tagged
    """

    __slots__ = ()
    tag: str


class Digested(Reference):
    """A reference that has a digest.

    Go: Digested
    """

    __slots__ = ()
    digest: str


class Named(Reference):
    """A reference with a repository; as such, nothing but the repository.

    Go: Named, repository
    """

    def __init__(self, domain: str, path: str) -> None:
        self.domain = domain
        self.path = path

    @property
    def name(self) -> str:
        """The repository with its registry: ``docker.io/library/busybox``.

        Go: repository.Name
        """
        return f"{self.domain}/{self.path}" if self.domain else self.path

    def __str__(self) -> str:
        return self.name


class NamedTagged(Named, Tagged):
    """A repository and a tag in it.

    Go: NamedTagged, taggedReference
    """

    def __init__(self, domain: str, path: str, tag: str) -> None:
        super().__init__(domain, path)
        self.tag = tag

    def __str__(self) -> str:
        return f"{self.name}:{self.tag}"


class Canonical(Named, Digested):
    """A repository and the digest of one thing in it.

    Go: Canonical, canonicalReference
    """

    def __init__(self, domain: str, path: str, digest: str) -> None:
        super().__init__(domain, path)
        self.digest = digest

    def __str__(self) -> str:
        return f"{self.name}@{self.digest}"


class TaggedAndDigested(NamedTagged, Canonical):
    """A repository, a tag for the reader and the digest that counts.

    Go: reference
    """

    def __init__(self, domain: str, path: str, tag: str, digest: str) -> None:
        Named.__init__(self, domain, path)
        self.tag = tag
        self.digest = digest

    def __str__(self) -> str:
        return f"{self.name}:{self.tag}@{self.digest}"


class DigestReference(Digested):
    """A digest without any repository.

    Go: digestReference
    """

    def __init__(self, digest: str) -> None:
        self.digest = digest

    def __str__(self) -> str:
        return self.digest


def domain(named: Named) -> str:
    """Return the registry of ``named``.

    Go: Domain
    """
    return named.domain


def path(named: Named) -> str:
    """Return the repository of ``named`` without its registry.

    Go: Path
    """
    return named.path


def parse(text: str) -> Reference:
    """Return the reference that ``text`` spells out; nothing is filled in.

    Raises:
        InvalidReference: the text breaks the grammar; the class says where.
        DigestError: the digest is for an algorithm nobody knows, or has the wrong length.

    Go: Parse
    """
    match = regexp.REFERENCE_REGEXP.fullmatch(text)
    if match is None:
        if not text:
            raise NameEmpty
        if regexp.REFERENCE_REGEXP.fullmatch(text.lower()):
            raise NameContainsUppercase
        raise ReferenceInvalidFormat
    name, tag, digest = match.group(1), match.group(2) or "", match.group(3) or ""
    if len(name) > NAME_TOTAL_LENGTH_MAX:
        raise NameTooLong
    if digest:
        go_digest.validate(digest)
    return _best_reference_type(*_split_domain(name), tag, digest)


def _split_domain(name: str) -> tuple[str, str]:
    match = regexp.ANCHORED_NAME_REGEXP.fullmatch(name)
    if match is None:
        return "", name
    return match.group(1) or "", match.group(2)


def _best_reference_type(domain: str, path: str, tag: str, digest: str) -> Named:
    """Return the narrowest class that holds all four.

    Go: getBestReferenceType
    """
    if tag and digest:
        return TaggedAndDigested(domain, path, tag, digest)
    if tag:
        return NamedTagged(domain, path, tag)
    if digest:
        return Canonical(domain, path, digest)
    return Named(domain, path)


def with_name(name: str) -> Named:
    """Return the repository ``name``, taken as it stands.

    Raises:
        NameTooLong: more than 255 characters.
        ReferenceInvalidFormat: it breaks the grammar.

    Go: WithName
    """
    if len(name) > NAME_TOTAL_LENGTH_MAX:
        raise NameTooLong
    if regexp.ANCHORED_NAME_REGEXP.fullmatch(name) is None:
        raise ReferenceInvalidFormat
    return Named(*_split_domain(name))


def with_tag(name: Named, tag: str) -> NamedTagged:
    """Return ``name`` with ``tag`` in place of any other; a digest stays.

    Raises:
        TagInvalidFormat: the tag breaks the grammar.

    Go: WithTag
    """
    if regexp.TAG_REGEXP.fullmatch(tag) is None:
        raise TagInvalidFormat
    if isinstance(name, Canonical):
        return TaggedAndDigested(name.domain, name.path, tag, name.digest)
    return NamedTagged(name.domain, name.path, tag)


def with_digest(name: Named, digest: str) -> Canonical:
    """Return ``name`` with ``digest`` in place of any other; a tag stays.

    Raises:
        DigestInvalidFormat: the digest breaks the grammar.

    Go: WithDigest
    """
    if regexp.DIGEST_REGEXP.fullmatch(digest) is None:
        raise DigestInvalidFormat
    if isinstance(name, NamedTagged):
        return TaggedAndDigested(name.domain, name.path, name.tag, digest)
    return Canonical(name.domain, name.path, digest)


def trim_named(ref: Named) -> Named:
    """Return the repository of ``ref`` alone.

    Go: TrimNamed
    """
    return Named(ref.domain, ref.path)
