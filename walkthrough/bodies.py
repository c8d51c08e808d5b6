"""A body that went over the wire, laid out for a reader."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from walkthrough.words import Say, Word, speaker
from walkthrough.wrap import width

COLUMNS = 80


def body_lines(body: str, say: Say | None = None, columns: int = COLUMNS) -> list[str]:
    """Return a JSON body as lines of about `columns`, without the fields that hold nothing.

    A request names about a hundred fields and leaves most of them empty; how many were left
    out is said in the last line.
    """
    try:
        value = json.loads(body)
    except ValueError:
        return body.splitlines()
    kept, left_out = _without_empty(value)
    lines = list(json_lines(kept, columns))
    if left_out:
        word = Word.EMPTY_FIELD if left_out == 1 else Word.EMPTY_FIELDS
        lines.append((say or speaker("en"))(word, left_out))
    return lines


def json_lines(
    value: object, columns: int, name: str | None = None, indent: str = ""
) -> Iterator[str]:
    """Yield `value` as JSON: what fits into a line stands on one, the rest is indented."""
    key = f"{json.dumps(name, ensure_ascii=False)}: " if name is not None else ""
    line = indent + key + json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or width(line) < columns:
        yield line
        return
    yield indent + key + ("{" if isinstance(value, dict) else "[")
    names: Iterable[str | None] = value if isinstance(value, dict) else [None] * len(value)
    items = list(value.values() if isinstance(value, dict) else value)
    for number, (inner, item) in enumerate(zip(names, items, strict=True), 1):
        *before, last = json_lines(item, columns - 1, inner, indent + "  ")
        yield from before
        yield last + ("," if number < len(items) else "")
    yield indent + ("}" if isinstance(value, dict) else "]")


def _without_empty(value: object) -> tuple[object, int]:
    """Return `value` without its empty fields, and how many those were.

    Fields begin with a capital letter. Other keys are data, as a volume's path is: they stay.
    """
    if isinstance(value, list):
        pairs = [_without_empty(item) for item in value]
        return [item for item, _ in pairs], sum(count for _, count in pairs)
    if not isinstance(value, dict):
        return value, 0
    kept, left_out = {}, 0
    for key, item in value.items():
        shorter, inner = _without_empty(item)
        left_out += inner
        if key[:1].isupper() and _says_nothing(shorter):
            left_out += 1
        else:
            kept[key] = shorter
    return kept, left_out


def _says_nothing(value: object) -> bool:
    if isinstance(value, list):
        return all(_says_nothing(item) for item in value)
    return value in (None, "", 0, False, {})
