"""What the engines tell of what they do, and images that were pulled."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from tests.differential.cases.build import as_query, case, create
from tests.differential.harness import Case, Step
from walkthrough.demo.image import build_image

_DEMO = "<registry>/demo"
_INDEX = build_image().index.digest
_MANIFEST = build_image().manifests[0].digest


def _events(query: str = "", **filters: list[str]) -> Step:
    asked = f"&filters={as_query(filters)}" if filters else ""
    return Step(path=f"/v1.41/events?since=<began>&until=<now>{query}{asked}")


def _without_ids(events: Any) -> Any:
    """Return events without the IDs of containers that nobody can be asked about any more."""
    for event in events:
        if event["Type"] == "container":
            event["id"] = event["Actor"]["ID"] = f"{len(event['id'])} digits"
    return events


def _happenings() -> list[Case]:
    labelled = create(image="rich", Labels={"mine": "yes", "name": "not this one"})
    volume = create(HostConfig={"Binds": ["named:/etc"]}, Volumes={"/odd": {}})
    remove = Step(method="DELETE", path="/v1.41/containers/case?v=1&force=1")
    rename = Step(method="POST", path="/v1.41/containers/case/rename?name=new")
    tag = Step(method="POST", path="/v1.41/images/plain/tag?repo=other&tag=1")
    untag = Step(method="DELETE", path="/v1.41/images/other:1")
    gone = replace(_events(), shown=_without_ids)
    copy = Step(path="/v1.41/containers/case/archive?path=/etc/hostname")
    return [
        case("events of a create", labelled, _events(type=["container"])),
        case("events of a create without image", create(image=None), _events()),
        case("events of a failed create", create(WorkingDir="/bin/true"), gone),
        case("events of a failed create with volumes", create(
            HostConfig={"Binds": ["named:/n"]}, WorkingDir="/bin/sh"), gone),
        case("events of a refused create", create(HostConfig={"Memory": 1}), _events()),
        case("events of volumes", volume, _events()),
        case("events of a removal", volume, remove, _events(type=["container"])),
        case("events of a rename", create(), rename, _events()),
        case("events of images", tag, untag, _events()),
        case("events of a copy", create(), copy, _events()),
        case("events of a copy with volumes", create(HostConfig={"Binds": ["named:/n:ro"]}), copy, _events()),
        case("events of an export", create(), Step(path="/v1.41/containers/case/export"), _events(type=["container"])),
        case("events of a volume made twice", *[Step(method="POST", path="/volumes/create", body={"Name": "one"})] * 2, _events()),
        case("events of pruning", Step(method="POST", path="/volumes/prune"), Step(method="POST", path="/networks/prune"),
             Step(method="POST", path="/containers/prune"), Step(method="POST", path="/images/prune"), _events()),
        case("events by type", volume, _events(type=["volume"])),
        case("events by two types", volume, tag, untag, _events(type=["volume", "image"])),
        case("events by container", create(name="other"), create(), _events(container=["case"])),
        case("events by container ID", create(), _events(container=["<id of case>"])),
        case("events by image", create(), create(name="other", image="rich"), _events(image=["rich"])),
        case("events by image with tag", create(image="rich:latest"), _events(image=["rich"])),
        case("events by label", labelled, create(name="other"), _events(label=["mine=yes"])),
        case("events by event", volume, remove, _events(event=["destroy"])),
        case("events by volume", volume, _events(volume=["named"])),
        case("events by scope", create(), _events(scope=["local"])),
        case("events by other scope", create(), _events(scope=["swarm"])),
        case("events by daemon", create(), _events(daemon=["x"])),
        case("events by unknown filter", create(), _events(foo=["x"])),
        case("events to an old client", create(), Step(path="/v1.21/events?since=<began>&until=<now>")),
    ]  # fmt: skip


def _pulled() -> list[Case]:
    wanted = {
        "tag": _DEMO, "full name": f"{_DEMO}:latest", "digest of the list": f"{_DEMO}@{_INDEX}",
        "digest of the manifest": f"{_DEMO}@{_MANIFEST}", "tag and digest": f"{_DEMO}:latest@{_INDEX}",
        "wrong tag and digest": f"{_DEMO}:nope@{_INDEX}", "digest of nothing": f"{_DEMO}@sha256:{'0' * 64}",
        "digest alone": _INDEX, "digest alone without algorithm": _INDEX.partition(":")[2],
    }  # fmt: skip
    found = [case(f"pulled image by {name}", create(image=text)) for name, text in wanted.items()]

    def get(path: str) -> Step:
        return Step(path=f"/v1.41/images/{path}")

    def named(found: Any) -> Any:
        return sorted([one for one in found if one["RepoDigests"]], key=str)

    by_name = quote(json.dumps({"reference": ["127.0.0.1:*/demo"]}))
    return [
        *found,
        case("pulled image, inspect", get(f"{_DEMO}/json")),
        case("pulled image, inspect by digest", get(f"{_DEMO}@{_INDEX}/json")),
        case("pulled image, history", get(f"{_DEMO}/history")),
        case("pulled image, list", Step(path=f"/v1.41/images/json?digests=1&filters={by_name}", shown=named)),
        case("pulled image, list by digest", Step(path="/v1.41/images/json?filters=" + quote(json.dumps({"dangling": ["true"]})))),
        case("pulled image, tag by digest", Step(method="POST", path=f"/v1.41/images/{_DEMO}@{_INDEX}/tag?repo=other&tag=1"),
             Step(method="DELETE", path="/v1.41/images/other:1")),
        case("pull what is there", Step(method="POST", path=f"/v1.41/images/create?fromImage={_DEMO}&tag=latest")),
        case("pull by digest what is there", Step(method="POST", path=f"/v1.41/images/create?fromImage={_DEMO}@{_INDEX}")),
        case("pull a tag that is not there", Step(method="POST", path=f"/v1.41/images/create?fromImage={_DEMO}&tag=nope")),
        case("pull another repository", Step(method="POST", path="/v1.41/images/create?fromImage=<registry>/nope")),
        case("login", Step(method="POST", path="/v1.41/auth", body={"serveraddress": "<registry>", "username": "u", "password": "p"})),
    ]  # fmt: skip


TITLE = "Events; images that were pulled, by tag and digest"
CASES = [*_happenings(), *_pulled()]
