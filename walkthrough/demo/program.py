"""The demo image's only program: a static Linux executable of about 250 bytes.

Written as machine code, since a compiler is not something a classroom machine needs to have.
It greets and exits, so that ``docker start`` of a real engine has something to run.
"""

from __future__ import annotations

import struct

MESSAGE = b"Hello from a container that was made step by step.\n"

_LOAD_ADDRESS = 0x400000
_HEADERS = 64 + 56  # one ELF header and one program header, then the code
_MACHINES = {"amd64": 62, "arm64": 183}


def executable(architecture: str) -> bytes:
    """Return the ELF file for ``amd64`` or ``arm64``.

    Raises:
        KeyError: another architecture.
    """
    code = {"amd64": _amd64, "arm64": _arm64}[architecture](len(MESSAGE))
    size = _HEADERS + len(code) + len(MESSAGE)
    ident = b"\x7fELF" + bytes([2, 1, 1]) + bytes(9)
    entry = _LOAD_ADDRESS + _HEADERS
    header = struct.pack(
        "<16sHHIQQQIHHHHHH",
        *(ident, 2, _MACHINES[architecture], 1, entry, 64, 0, 0, 64, 56, 1, 0, 0, 0),
    )
    readable_and_executable = 5
    segment = struct.pack(
        "<IIQQQQQQ",
        *(1, readable_and_executable, 0, _LOAD_ADDRESS, _LOAD_ADDRESS, size, size, 0x1000),
    )
    return header + segment + code + MESSAGE


def _amd64(length: int) -> bytes:
    to_message = 5 + 2 + 5 + 2 + 2  # bytes of code between the lea's end and the message
    return b"".join(
        [
            b"\xb8\x01\x00\x00\x00",  # mov eax, 1 (write)
            b"\xbf\x01\x00\x00\x00",  # mov edi, 1 (stdout)
            b"\x48\x8d\x35" + struct.pack("<i", to_message),  # lea rsi, [rip + …]
            b"\xba" + struct.pack("<I", length),  # mov edx, length
            b"\x0f\x05",  # syscall
            b"\xb8\x3c\x00\x00\x00",  # mov eax, 60 (exit)
            b"\x31\xff",  # xor edi, edi
            b"\x0f\x05",  # syscall
        ]
    )


def _arm64(length: int) -> bytes:
    def movz(register: int, value: int) -> int:
        return 0xD2800000 | value << 5 | register

    supervisor_call = 0xD4000001
    to_message = 7 * 4  # from the adr to the end of the code
    adr_x1 = 0x10000000 | (to_message >> 2) << 5 | 1
    return struct.pack(
        "<8I",
        movz(0, 1),  # x0 = stdout
        adr_x1,  # x1 = address of the message
        movz(2, length),  # x2 = length
        movz(8, 64),  # write
        supervisor_call,
        movz(0, 0),
        movz(8, 93),  # exit
        supervisor_call,
    )
