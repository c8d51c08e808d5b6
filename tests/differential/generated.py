"""Makes up requests out of what the cases hold: their fields mixed, misspelt and of wrong types."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.differential.cases.groups import GROUPS
from tests.differential.harness import Case, Step

Path = tuple[str, ...]

# JSON as it is sent: what Python's own `json` would not write is among it.
_ODD = (
    *(b"null", b"true", b"{}", b"[]", b"[null]", b'[[""]]', b"[{}]", b'["a", 1]', b'["a", null]'),
    *(b"-0", b"1.0", b"1e2", b"-1", b"65536", b"9223372036854775808", b"18446744073709551616"),
    *(b'""', rb'"\ud800"', rb'"\ud83d\u0041"', b'"\xe4\xb8"', b'"\xed\xa0\x80"', rb'"\u0000"'),
    *(b'{"": null}', b'{"a": null}', b'{"a": {}}', b'{"a": "b", "a": null}', b'{"\xff": "1"}'),
)
_SPELLINGS: tuple[Callable[[str], str], ...] = (
    *[str] * 12,
    *(str.lower, str.upper, str.swapcase, lambda key: key.replace("s", "\u017f"), lambda key: ""),
)
_VERSIONS = ("/v1.41",) * 6 + tuple(f"/v1.{minor}" for minor in (12, 18, 19, 23, 24, 25, 39, 40))
# docs/agreement.md says what is known of these: a hang, a crash, a pause, another text.
_HAZARDS = ("KernelMemory", "Ulimits", "StorageOpt")
_PAUSES = ('"nosuch"', '"Type": "foo"', "<id of", "<short of", "<registry>")


def _pool() -> dict[Path, list[bytes]]:
    """Return of each field all values that the cases give it."""
    found: dict[Path, list[bytes]] = {}
    for group in GROUPS.values():
        for step in (step for case in group for step in case.steps):
            if "/containers/create" in step.path and isinstance(step.body, dict):
                for path, value in _fields(step.body):
                    text = json.dumps(value)
                    if path[-1] not in _HAZARDS and not any(word in text for word in _PAUSES):
                        found.setdefault(path, []).append(text.encode())
    return found


def _fields(body: dict[str, Any]) -> list[tuple[Path, Any]]:
    inner = body.get("HostConfig")
    host = inner.items() if isinstance(inner, dict) else ()
    own = [((key,), value) for key, value in body.items() if key != "HostConfig"]
    return own + [(("HostConfig", key), value) for key, value in host]


_POOL = _pool()


@st.composite
def _bodies(draw: st.DrawFn) -> bytes:
    """Draw the body of a create: a few fields, some of them twice, some odd."""
    parts: dict[str, list[bytes]] = {"": [b'"Image": "plain"', b'"Cmd": ["/bin/true"]']}
    for path in draw(st.lists(st.sampled_from(sorted(_POOL)), min_size=1, max_size=4)):
        spelt = draw(st.sampled_from(_SPELLINGS))(path[-1])
        odd = draw(st.integers(0, 3)) == 0
        value = draw(st.sampled_from(_ODD if odd else _POOL[path]))
        pair = json.dumps(spelt).encode() + b": " + value
        parts.setdefault(path[0] if path[1:] else "", []).append(pair)
    host = parts.pop("HostConfig", None)
    if host is not None:
        parts[""].append(b'"HostConfig": {' + b", ".join(host) + b"}")
    return b"{" + b", ".join(parts[""]) + b"}"


def _named(volumes: dict[str, Any]) -> list[str]:
    return sorted(one["Name"] for one in volumes["Volumes"] or () if len(one["Name"]) != 64)


def _nothing(_: object) -> int:
    return 0


@st.composite
def creates(draw: st.DrawFn) -> Case:
    """Draw a few creates, which may refer to each other by name.

    Nameless volumes of a create that failed are left by dockerd and not by us, so they go first.
    """
    steps = [
        Step(
            method="POST",
            path=f"{draw(st.sampled_from(_VERSIONS))}/containers/create?name={name}",
            body=body,
            headers={"Content-Type": "application/json"},
        )
        for name, body in zip(("source", "other", "case", "fourth"), draw(_four), strict=True)
    ]
    steps.append(Step(path="/v1.41/volumes", shown=_named))
    steps.append(Step(method="POST", path="/v1.41/volumes/prune", shown=_nothing))
    return Case(name="generated", steps=tuple(steps))


_four = st.lists(_bodies(), min_size=4, max_size=4)
