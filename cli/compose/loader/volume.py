"""``[source:]target[:options]``, taken apart without knowing whose paths these are.

Go: cli/compose/loader/volume.go
"""

from __future__ import annotations

from cli.compose.types import ServiceVolumeBind, ServiceVolumeConfig, ServiceVolumeVolume
from engine.api.types.mount.mount import PROPAGATIONS, TYPE_BIND, TYPE_VOLUME
from engine.golang.errors import GoError

_END_OF_SPEC = "\0"


class InvalidSpec(GoError):
    """The text is no volume; ``volume`` is what could be read of it.

    Go returns both, and the create command goes on with the half-read volume.
    """

    def __init__(self, text: str, volume: ServiceVolumeConfig) -> None:
        super().__init__(text)
        self.volume = volume


def parse_volume(spec: str) -> ServiceVolumeConfig:
    """Return the parts of ``spec``; a text of one or two bytes is a target.

    Raises:
        InvalidSpec: a part is empty, or there are too many.

    Go: ParseVolume
    """
    volume = ServiceVolumeConfig()
    if not spec:
        raise InvalidSpec("invalid empty volume spec", volume)
    if len(spec.encode("utf-8", "surrogateescape")) <= 2:
        return ServiceVolumeConfig(target=spec, type=TYPE_VOLUME)
    buffer = ""
    for char in spec + _END_OF_SPEC:
        if char not in (":", _END_OF_SPEC) or _is_windows_drive(buffer, char):
            buffer += char
            continue
        try:
            _populate_field_from_buffer(char, buffer, volume)
        except GoError as error:
            _populate_type(volume)
            raise InvalidSpec(f"invalid spec: {spec}: {error}", volume) from error
        buffer = ""
    _populate_type(volume)
    return volume


def _is_windows_drive(buffer: str, char: str) -> bool:
    """Tell whether the colon belongs to a drive, such as ``C:``.

    Go: isWindowsDrive
    """
    return char == ":" and len(buffer) == 1 and buffer.isalpha()


def _populate_field_from_buffer(char: str, buffer: str, volume: ServiceVolumeConfig) -> None:
    """Put the next part where it belongs: source, target, then options.

    Go: populateFieldFromBuffer
    """
    if not buffer:
        raise GoError("empty section between colons")
    if not volume.source and char == _END_OF_SPEC:
        volume.target = buffer
    elif not volume.source:
        volume.source = buffer
    elif not volume.target:
        volume.target = buffer
    elif char == ":":
        raise GoError("too many colons")
    else:
        for option in buffer.split(","):
            _set_option(volume, option)


def _set_option(volume: ServiceVolumeConfig, option: str) -> None:
    """Note a known option; the daemon complains about others."""
    if option in ("ro", "rw"):
        volume.read_only = option == "ro"
    elif option == "nocopy":
        volume.volume = ServiceVolumeVolume(no_copy=True)
    elif option in PROPAGATIONS:
        volume.bind = ServiceVolumeBind(propagation=option)


def _populate_type(volume: ServiceVolumeConfig) -> None:
    """Choose between bind and volume by the look of the source.

    Go: populateType
    """
    is_bind = bool(volume.source) and _is_file_path(volume.source)
    volume.type = TYPE_BIND if is_bind else TYPE_VOLUME


def _is_file_path(source: str) -> bool:
    """Tell whether the source is a path, on Linux or Windows.

    Go: isFilePath
    """
    if source[0] in "./~":
        return True
    if len(source) == 1:
        return False
    return source.startswith("\\\\") or _is_windows_drive(source[0], source[1])
