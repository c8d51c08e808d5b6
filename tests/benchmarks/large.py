"""A large image like those that people pull: 300 MB, 8 layers, some 12,000 files.

A few files of many megabytes and thousands of a few kilobytes; text that compresses to a third,
programs that compress to a half, pictures that do not compress.
"""

from __future__ import annotations

import random
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.support import images

_MB = 1_000_000
# A long text to cut pieces from.
_WORDS, _TEXT = 6000, 900_000


@dataclass(frozen=True)
class Layer:
    """How many bytes of a layer are in large files, in programs and in small text files."""

    name: str
    pictures: int = 0
    programs: int = 0
    texts: int = 0


# A base system, libraries, a language, its packages, an application in two parts, its pictures,
# and a last change.
LAYERS = (
    Layer("base", programs=50 * _MB, texts=18 * _MB),
    Layer("libraries", programs=52 * _MB, texts=6 * _MB),
    Layer("language", programs=24 * _MB, texts=16 * _MB),
    Layer("packages", programs=14 * _MB, texts=30 * _MB),
    Layer("server", programs=38 * _MB),
    Layer("site", texts=10 * _MB, pictures=6 * _MB),
    Layer("pictures", pictures=34 * _MB),
    Layer("change", texts=2 * _MB),
)


def image() -> images.Image:
    """Return the image, the same each time."""
    return images.image(*[_archive(number, layer) for number, layer in enumerate(LAYERS)], level=6)


def _archive(number: int, layer: Layer) -> bytes:
    chance = random.Random(number)
    entries = [images.directory(layer.name)]
    text, program = _text(chance), _program(chance)
    for kind, total, size, content in (
        ("text", layer.texts, lambda: chance.lognormvariate(8.0, 1.3), _cut(chance, text)),
        ("lib", layer.programs, lambda: chance.lognormvariate(12.4, 1.6), _cut(chance, program)),
        ("image", layer.pictures, lambda: chance.lognormvariate(13, 1), chance.randbytes),
    ):
        entries += _files(f"{layer.name}/{kind}", total, size, content)
    return images.tar(entries)


def _files(
    name: str, total: int, size: Callable[[], float], content: Callable[[int], bytes]
) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    """Yield files of ``total`` bytes together, twenty to a directory."""
    count = 0
    while total > 0:
        if count % 20 == 0:
            folder = f"{name}-{count // 20:03}"
            yield images.directory(folder)
        one = min(total, max(1, int(size())), 20 * _MB)
        yield images.file(f"{folder}/{count:05}.{name[-3:]}", content(one))
        if count % 40 == 39:
            yield images.link(f"{folder}/link-{count}", f"{count:05}.{name[-3:]}")
        total, count = total - one, count + 1


def _cut(chance: random.Random, source: bytes) -> Callable[[int], bytes]:
    """Return a function that gives pieces of ``source`` which do not all begin alike."""

    def cut(size: int) -> bytes:
        pieces = []
        while size > 0:
            start = chance.randrange(len(source) // 2)
            pieces.append(source[start : start + min(size, len(source) // 2)])
            size -= len(pieces[-1])
        return b"".join(pieces)

    return cut


def _text(chance: random.Random) -> bytes:
    words = [chance.randbytes(4).hex()[: chance.randint(2, 8)].encode() for _ in range(_WORDS)]
    weights = [1 / (rank + 1) for rank in range(_WORDS)]
    return b" ".join(chance.choices(words, weights, k=_TEXT))


def _program(chance: random.Random) -> bytes:
    """Return what compresses like machine code: some bytes come often, and some runs again."""
    often = [chance.randbytes(chance.randint(2, 6)) for _ in range(3000)]
    weights = [1 / (rank + 1) for rank in range(3000)]
    return b"".join(chance.choices(often, weights, k=_TEXT * 2))
