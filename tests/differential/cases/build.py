"""Short ways to write cases down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from tests.differential.harness import Case, Step

NAME = "case"
FIXED_LATER = "20.10.13 says 4MB, where the limit is 6MB; 20.10.24 has the text right"


def create(
    body: Mapping[str, Any] | bytes | None = None,
    *,
    image: str | None = "plain",
    name: str = NAME,
    version: str = "/v1.41",
    query: str = "",
    headers: dict[str, str] | None = None,
    **fields: Any,
) -> Step:
    """Return the request that creates a container; ``fields`` are of the body's top level."""
    if not isinstance(body, bytes):
        body = {"Cmd": ["/bin/true"], **(body or {}), **fields}
        if image is not None:
            body = {"Image": image, **body}
    asked = "&".join(part for part in (f"name={name}" if name else "", query) if part)
    path = f"{version}/containers/create" + (f"?{asked}" if asked else "")
    return Step(method="POST", path=path, body=body, headers=headers)


def as_query(value: object) -> str:
    """Return JSON for a query; ``<id of NAME>`` in it stays as it is, to be filled in later."""
    return quote(json.dumps(value, separators=(",", ":")), safe="<> ")


def case(name: str, *steps: Step, known: str = "") -> Case:
    """Return a case of these requests."""
    return Case(name=name, steps=steps, known=known)


def config(name: str, image: str = "plain", **fields: Any) -> Case:
    """Return a case that creates one container with these fields of its Config."""
    return case(name, create(image=image, **fields))


def host(
    name: str,
    image: str = "plain",
    config: Mapping[str, Any] | None = None,
    *,
    known: str = "",
    **fields: Any,
) -> Case:
    """Return a case that creates one container with these fields of its HostConfig."""
    return case(name, create(config, image=image, HostConfig=fields), known=known)
