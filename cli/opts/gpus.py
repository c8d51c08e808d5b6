"""``--gpus all``, ``--gpus 'count=2,capabilities=utility'``.

Go: opts/gpus.go
"""

from __future__ import annotations

from cli.opts.opts import go_list, go_map
from cli.opts.parse import convert_kv_strings_to_map
from engine.api.types.container.host_config import DeviceRequest
from engine.golang import csv, errors, strconv
from engine.golang.errors import GoError


class GpuOpts:
    """The GPUs that were asked for.

    Go: GpuOpts
    """

    def __init__(self) -> None:
        self._values: list[DeviceRequest] | None = None

    def set(self, value: str) -> None:
        """Read one request, a CSV record; a bare word is the count.

        One GPU is the least: a request that names neither count nor device asks for one.

        Raises:
            GoError: a field is repeated, unknown or malformed.

        Go: GpuOpts.Set
        """
        request = DeviceRequest()
        seen: set[str] = set()
        for field in csv.read_record(value):
            key, equals, text = field.partition("=")
            if key in seen:
                raise GoError(f"gpu request key '{key}' can be specified only once")
            seen.add(key)
            if equals:
                _set_field(request, key, text, field)
            else:
                seen.add("count")
                request.count = _parse_count(key)
        if "count" not in seen and request.device_ids is None:
            request.count = 1
        request.options = request.options or {}
        request.capabilities = request.capabilities or [["gpu"]]
        self._values = [*(self._values or ()), request]

    def type(self) -> str:
        """Return the word for help."""
        return "gpu-request"

    def string(self) -> str:
        """Return the requests as Go prints them."""
        return ", ".join(_show(request) for request in self._values or ())

    def value(self) -> list[DeviceRequest] | None:
        """Return the requests, or None if there are none.

        Go: GpuOpts.Value
        """
        return self._values


def _set_field(request: DeviceRequest, key: str, value: str, field: str) -> None:
    match key:
        case "driver":
            request.driver = value
        case "count":
            request.count = _parse_count(value)
        case "device":
            request.device_ids = value.split(",")
        case "capabilities":
            request.capabilities = [[*value.split(","), "gpu"]]
        case "options":
            try:
                options = csv.read_record(value)
            except GoError as error:
                raise errors.wrap(error, "failed to read gpu options") from error
            request.options = convert_kv_strings_to_map(options)
        case _:
            raise GoError(f"unexpected key '{key}' in '{field}'")


def _parse_count(text: str) -> int:
    """Return the number of devices; ``all`` is -1.

    Go: parseCount
    """
    if text == "all":
        return -1
    try:
        return strconv.atoi(text)
    except GoError as error:
        raise errors.wrap(error, "count must be an integer") from error


def _show(request: DeviceRequest) -> str:
    capabilities = go_list([go_list(names) for names in request.capabilities or ()])
    shown = (request.driver, str(request.count), go_list(request.device_ids), capabilities)
    return f"{{{' '.join(shown)} {go_map(request.options)}}}"
