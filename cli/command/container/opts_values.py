"""Single flags that need more than a check: ports, logging, security and storage options.

Split from opts.go.

Go: cli/command/container/opts.go
"""

from __future__ import annotations

import re

from cli import opts
from cli.opts.file import read_file
from engine.golang import struct_tags
from engine.golang.errors import GoError
from engine.golang.strconv import quote


def convert_to_standard_notation(ports: list[str] | None) -> list[str]:
    """Return ``published=8080,target=80`` texts as ``8080:80/tcp``, others as they are.

    Raises:
        GoError: a field has no ``=``.

    Go: convertToStandardNotation
    """
    return [_standard_notation(port) if "=" in port else port for port in ports or ()]


def _standard_notation(publish: str) -> str:
    params = {"published": "", "target": "", "protocol": "tcp"}
    for param in publish.split(","):
        option = param.split("=")
        if len(option) < 2:
            raise GoError(f"invalid publish opts format (should be name=value but got '{param}')")
        params[option[0]] = option[1]
    return f"{params['published']}:{params['target']}/{params['protocol']}"


def parse_logging_opts(logging_driver: str, logging_opts: list[str] | None) -> dict[str, str]:
    """Return the driver's options as a map.

    Raises:
        GoError: there is no logging, but options for it.

    Go: parseLoggingOpts
    """
    if logging_driver == "none" and logging_opts:
        raise GoError(f"invalid logging opts for driver {logging_driver}")
    return opts.convert_kv_strings_to_map(logging_opts)


def parse_security_opts(security_opts: list[str] | None) -> list[str] | None:
    """Return the options, a seccomp profile's file name replaced by what is in the file.

    The profile is read here, since the daemon may be on another host.

    Raises:
        GoError: an option is malformed, a profile cannot be read or is no JSON.

    Go: parseSecurityOpts
    """
    if security_opts is None:
        return None
    return [_security_opt(opt) for opt in security_opts]


def _security_opt(opt: str) -> str:
    # ":" is the deprecated separator; one that comes before a "=" does not count.
    key, equals, value = opt.partition("=" if "=" in opt else ":")
    if not equals and opt != "no-new-privileges":
        raise GoError(f"Invalid --security-opt: {quote(opt)}")
    if key != "seccomp" or value == "unconfined":
        return opt
    return f"seccomp={_compact_profile(value)}"


def _compact_profile(name: str) -> str:
    try:
        profile = read_file(name)
    except OSError as error:
        raise GoError(f"opening seccomp profile ({name}) failed: {error}") from error
    try:
        return compact(profile.decode("utf-8", "surrogateescape"))
    except struct_tags.JSONError as error:
        raise GoError(f"compacting json for seccomp profile ({name}) failed: {error}") from error


def compact(text: str) -> str:
    """Return a JSON text without the white space between its tokens.

    Raises:
        JSONError: it is no JSON.

    Go: json.Compact
    """
    struct_tags.unmarshal(object, text)
    return re.sub(r'("(?:[^"\\]|\\.)*")|[ \t\r\n]+', lambda found: found[1] or "", text)


def parse_system_paths(
    security_opts: list[str] | None,
) -> tuple[list[str] | None, list[str] | None, list[str] | None]:
    """Return the options without ``systempaths=unconfined``, masked paths, read-only paths.

    With it the lists of paths are empty, so that nothing is hidden; without it they are None,
    and the daemon fills them.

    Go: parseSystemPaths
    """
    filtered = [opt for opt in security_opts or () if opt != "systempaths=unconfined"]
    if len(filtered) == len(security_opts or ()):
        return security_opts, None, None
    return filtered, [], []


def parse_storage_opts(storage_opts: list[str] | None) -> dict[str, str]:
    """Return the storage driver's options as a map.

    Raises:
        GoError: an option has no ``=``.

    Go: parseStorageOpts
    """
    options: dict[str, str] = {}
    for option in storage_opts or ():
        key, equals, value = option.partition("=")
        if not equals:
            raise GoError("invalid storage option")
        options[key] = value
    return options
