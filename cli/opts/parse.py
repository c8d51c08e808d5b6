"""``key=value`` lists from flags and files; restart policies.

Go: opts/parse.go
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from cli.opts.file import parse_key_value_file
from engine.api.types.container.host_config import RestartPolicy
from engine.golang import strconv
from engine.golang.errors import GoError


def read_kv_strings(files: list[str] | None, override: list[str] | None) -> list[str] | None:
    """Return the pairs of ``files``, then those of ``override``, which therefore win.

    Raises:
        Exception: a file cannot be read or understood.

    Go: ReadKVStrings
    """
    return _read_kv_strings(files, override, None)


def read_kv_env_strings(files: list[str] | None, override: list[str] | None) -> list[str] | None:
    """Do the same; a bare name in a file takes its value from this process's environment.

    Raises:
        Exception: a file cannot be read or understood.

    Go: ReadKVEnvStrings
    """
    return _read_kv_strings(files, override, os.environ.get)


def _read_kv_strings(
    files: list[str] | None,
    override: list[str] | None,
    empty_fn: Callable[[str], str | None] | None,
) -> list[str] | None:
    """Return all pairs, or None (``null`` in JSON) if there are none.

    Go: readKVStrings
    """
    variables: list[str] = []
    for file in files or ():
        variables += parse_key_value_file(file, empty_fn)
    variables += override or ()
    return variables or None


def convert_kv_strings_to_map(values: Iterable[str] | None) -> dict[str, str]:
    """Return ``key=value`` texts as a map; a bare key has an empty value.

    Go: ConvertKVStringsToMap
    """
    return {key: value or "" for key, value in convert_kv_strings_to_map_with_nil(values).items()}


def convert_kv_strings_to_map_with_nil(values: Iterable[str] | None) -> dict[str, str | None]:
    """Return ``key=value`` texts as a map; a bare key has no value, which is not an empty one.

    Go: ConvertKVStringsToMapWithNil
    """
    result: dict[str, str | None] = {}
    for text in values or ():
        key, equals, value = text.partition("=")
        result[key] = value if equals else None
    return result


def parse_restart_policy(policy: str) -> RestartPolicy:
    """Return the policy in ``name[:retries]``; whether the name exists is the daemon's to say.

    Raises:
        GoError: two colons, or retries that are no number.

    Go: ParseRestartPolicy
    """
    parts = policy.split(":")
    if len(parts) > 2:
        raise GoError("invalid restart policy format")
    count = 0
    if len(parts) == 2:
        try:
            count = strconv.atoi(parts[1])
        except strconv.NumError as error:
            raise GoError("maximum retry count must be an integer") from error
    return RestartPolicy(name=parts[0], maximum_retry_count=count)
