"""Numbers, times and extended records inside tar headers.

Go: archive/tar strconv.go
"""

from __future__ import annotations

from functools import lru_cache

from engine.golang.tar.common import HeaderError, raw, text

_MAX_INT64 = (1 << 63) - 1
_NANO = 1_000_000_000
_NO_NUL = frozenset(("path", "linkpath", "uname", "gname"))


def parse_string(field: bytes) -> str:
    """Return the text of a field up to its first NUL.

    Go: parser.parseString
    """
    return text(field.partition(b"\0")[0])


def parse_octal(field: bytes) -> int:
    """Return the number in a field of octal digits; an empty one is 0.

    Raises:
        HeaderError: something else stands there.

    Go: parser.parseOctal
    """
    digits = field.strip(b" \0").partition(b"\0")[0]
    if not digits:
        return 0
    try:
        value = int(digits, 8) if digits.isdigit() else -1
    except ValueError:
        value = -1
    if not 0 <= value < 1 << 64:
        raise HeaderError
    return value if value <= _MAX_INT64 else value - (1 << 64)


@lru_cache(maxsize=4096)
def parse_numeric(field: bytes) -> int:
    """Return the number in a field: octal digits, or binary if its first bit is set.

    Raises:
        HeaderError: no number, or more than 64 bits.

    Go: parser.parseNumeric
    """
    if not field[0] & 0x80:
        return parse_octal(field)
    span = 1 << (8 * len(field) - 1)
    value = int.from_bytes(field, "big") & (span - 1)
    if field[0] & 0x40:
        value -= span
    if not -_MAX_INT64 - 1 <= value <= _MAX_INT64:
        raise HeaderError
    return value


def parse_int(value: str) -> int:
    """Return a decimal number of an extended record.

    Raises:
        HeaderError: no number, or more than 64 bits.
    """
    digits = value[1:] if value[:1] in ("-", "+") else value
    if not (digits.isascii() and digits.isdigit()):
        raise HeaderError
    number = int(value)
    if not -_MAX_INT64 - 1 <= number <= _MAX_INT64:
        raise HeaderError
    return number


def parse_pax_time(value: str) -> int:
    """Return the nanoseconds that ``-12.345`` stands for.

    Raises:
        HeaderError: not a time.

    Go: parsePAXTime
    """
    whole, _, fraction = value.partition(".")
    seconds = parse_int(whole)
    if fraction and not (fraction.isascii() and fraction.isdigit()):
        raise HeaderError
    nanos = int(fraction[:9].ljust(9, "0"))
    return seconds * _NANO + (-nanos if whole.startswith("-") else nanos)


def format_pax_time(nanos: int) -> str:
    """Return the shortest decimal text of a time.

    Go: formatPAXTime
    """
    sign = "-" if nanos < 0 else ""
    seconds, rest = divmod(abs(nanos), _NANO)
    return f"{sign}{seconds}.{rest:09d}".rstrip("0").rstrip(".") if rest else f"{sign}{seconds}"


def parse_pax_records(data: bytes) -> list[tuple[str, bytes]]:
    r"""Return the ``%d key=value\n`` records of an extended header, in order.

    Raises:
        HeaderError: a record is malformed.

    Go: parsePAXRecord
    """
    records = []
    while data:
        length_text, space, _ = data.partition(b" ")
        length = int(length_text) if length_text.isdigit() and len(length_text) < 20 else 0
        if not space or not 5 <= length <= len(data) or data[length - 1] != 0x0A:
            raise HeaderError
        key, equals, value = data[len(length_text) + 1 : length - 1].partition(b"=")
        if not equals or not _valid_pax_record(text(key), value):
            raise HeaderError
        records.append((text(key), value))
        data = data[length:]
    return records


def format_pax_record(key: str, value: bytes) -> bytes:
    """Return one record, its own length in front.

    Go: formatPAXRecord
    """
    body = b" " + raw(key) + b"=" + value + b"\n"
    size = len(body)
    while size != len(body) + len(str(size)):
        size = len(body) + len(str(size))
    return str(size).encode() + body


def _valid_pax_record(key: str, value: bytes) -> bool:
    if not key:
        return False
    return b"\0" not in value if key in _NO_NUL else "\0" not in key
