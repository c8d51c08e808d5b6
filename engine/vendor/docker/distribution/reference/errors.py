"""What can be wrong with a text that should be an image reference.

Go: vendor/github.com/docker/distribution/reference/reference.go
"""

from __future__ import annotations

from engine.golang.errors import GoError

NAME_TOTAL_LENGTH_MAX = 255


class InvalidReference(GoError):
    """The text is no image reference."""


class ReferenceInvalidFormat(InvalidReference):
    """The text does not follow the grammar.

    Go: ErrReferenceInvalidFormat
    """

    def __init__(self) -> None:
        super().__init__("invalid reference format")


class TagInvalidFormat(InvalidReference):
    """The tag does not follow the grammar.

    Go: ErrTagInvalidFormat
    """

    def __init__(self) -> None:
        super().__init__("invalid tag format")


class DigestInvalidFormat(InvalidReference):
    """The digest does not follow the grammar.

    Go: ErrDigestInvalidFormat
    """

    def __init__(self) -> None:
        super().__init__("invalid digest format")


class NameContainsUppercase(InvalidReference):
    """The text would be a reference if it were in lower case.

    Go: ErrNameContainsUppercase
    """

    def __init__(self) -> None:
        super().__init__("repository name must be lowercase")


class NameEmpty(InvalidReference):
    """There is no name at all.

    Go: ErrNameEmpty
    """

    def __init__(self) -> None:
        super().__init__("repository name must have at least one component")


class NameTooLong(InvalidReference):
    """The name has more than 255 characters.

    Go: ErrNameTooLong
    """

    def __init__(self) -> None:
        super().__init__(
            f"repository name must not be more than {NAME_TOTAL_LENGTH_MAX} characters"
        )


class NameNotCanonical(InvalidReference):
    """The text is a short form (``busybox``) where the full one is wanted.

    Go: ErrNameNotCanonical
    """

    def __init__(self) -> None:
        super().__init__("repository name must be canonical")
