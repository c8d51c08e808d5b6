"""Which layer each file at the top of a container comes from, as overlayfs decides it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from walkthrough.layer_stack import Layer, Role


@dataclass(frozen=True, slots=True)
class Origin:
    """One name at the top level, and the layers it is in, nearest first.

    A file is seen from one layer, a directory from several together; `removed_by` is the layer
    that has a whiteout for it.
    """

    name: str
    seen: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    removed_by: str = ""
    opaque: bool = False


def labels(layers: Sequence[Layer]) -> list[str]:
    """Return what each layer is called in a picture; lower layers have numbers."""
    names, lowers = [], 0
    for layer in layers:
        lowers += layer.role is Role.LOWER
        names.append(f"lower {lowers}" if layer.role is Role.LOWER else layer.role.value)
    return names


def origins(layers: Sequence[Layer]) -> Iterator[Origin]:
    """Yield each name at the top level of any layer, and where it comes from."""
    named = list(zip(labels(layers), layers, strict=True))
    whole = {name for layer in layers for name in layer.top}
    for plain in sorted({name.rstrip("/") for name in whole}):
        yield _origin(plain, named)


def _origin(plain: str, named: Sequence[tuple[str, Layer]]) -> Origin:
    seen: list[str] = []
    hidden: list[str] = []
    folder, closed, opaque, removed_by = False, False, False, ""
    for label, layer in named:
        if f"/{plain}" in layer.whiteouts:
            removed_by = removed_by or ("" if seen else label)
            closed = True
            continue
        is_folder = f"{plain}/" in layer.top
        if not is_folder and plain not in layer.top:
            continue
        if closed or (seen and not (folder and is_folder)):
            hidden.append(label)
            closed = True
            continue
        seen.append(label)
        folder = is_folder
        if f"/{plain}/" in layer.opaque:
            opaque = closed = True
    shown = f"/{plain}/" if folder else f"/{plain}"
    return Origin(shown, tuple(seen), tuple(hidden), removed_by, opaque)
