"""The plain kinds of flag value: yes or no, text, number, length of time.

One module stands for Go's many, as each kind is three lines here. A value lives in the attribute
that its `Ref` names, or in the value object itself where nobody else needs to see it.

Go: vendor/github.com/spf13/pflag/bool.go
"""

from __future__ import annotations

from typing import Generic, TypeVar

from engine.golang import duration, strconv

T = TypeVar("T")


class Ref:
    """A pointer: an object and the name of one of its attributes."""

    __slots__ = ("name", "target")

    def __init__(self, target: object, name: str) -> None:
        self.target = target
        self.name = name


class _Stored(Generic[T]):
    """A value that starts with a default, kept where its `Ref` points."""

    __slots__ = ("_name", "_target", "_value")
    _value: T

    def __init__(self, value: T, p: Ref | None = None) -> None:
        self._target: object = p.target if p is not None else self
        self._name = p.name if p is not None else "_value"
        setattr(self._target, self._name, value)

    def get(self) -> T:
        """Return the value as Python has it."""
        value: T = getattr(self._target, self._name)
        return value

    def _put(self, value: T) -> None:
        setattr(self._target, self._name, value)


class BoolValue(_Stored[bool]):
    """Yes or no.

    Go: bool.go boolValue
    """

    __slots__ = ()

    def set(self, text: str) -> None:
        """Take one of Go's spellings of a truth value."""
        self._put(strconv.parse_bool(text))

    def type(self) -> str:
        """Return the kind; help shows no word for it."""
        return "bool"

    def string(self) -> str:
        """Return ``true`` or ``false``."""
        return "true" if self.get() else "false"


class StringValue(_Stored[str]):
    """Text, taken as it is.

    Go: string.go stringValue
    """

    __slots__ = ()

    def set(self, text: str) -> None:
        """Take any text."""
        self._put(text)

    def type(self) -> str:
        """Return the word for help."""
        return "string"

    def string(self) -> str:
        """Return the text."""
        return self.get()


class _Number(_Stored[int]):
    """A whole number; a prefix (0x, 0o, 0b, 0) chooses the base."""

    __slots__ = ()

    def set(self, text: str) -> None:
        """Take a signed number of 64 bits."""
        self._put(strconv.parse_int(text, 0, 64))

    def string(self) -> str:
        """Return the number in decimal."""
        return str(self.get())


class IntValue(_Number):
    """A signed number of the machine's size.

    Go: int.go intValue
    """

    __slots__ = ()

    def type(self) -> str:
        """Return the word for help."""
        return "int"


class Int64Value(_Number):
    """A signed number of 64 bits.

    Go: int64.go int64Value
    """

    __slots__ = ()

    def type(self) -> str:
        """Return the kind; help shows ``int``."""
        return "int64"


class Uint16Value(_Number):
    """A number from 0 to 65535.

    Go: uint16.go uint16Value
    """

    __slots__ = ()

    def set(self, text: str) -> None:
        """Take an unsigned number of 16 bits."""
        self._put(strconv.parse_uint(text, 0, 16))

    def type(self) -> str:
        """Return the word for help."""
        return "uint16"


class Uint64Value(_Number):
    """An unsigned number of 64 bits.

    Go: uint64.go uint64Value
    """

    __slots__ = ()

    def set(self, text: str) -> None:
        """Take an unsigned number of 64 bits."""
        self._put(strconv.parse_uint(text, 0, 64))

    def type(self) -> str:
        """Return the kind; help shows ``uint``."""
        return "uint64"


class DurationValue(_Stored[int]):
    """A length of time in nanoseconds.

    Go: duration.go durationValue
    """

    __slots__ = ()

    def set(self, text: str) -> None:
        """Take a text such as ``1m30s``."""
        self._put(duration.parse_duration(text))

    def type(self) -> str:
        """Return the word for help."""
        return "duration"

    def string(self) -> str:
        """Return the shortest exact text."""
        return duration.format_duration(self.get())
