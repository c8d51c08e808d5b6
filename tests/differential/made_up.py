"""Requests made up by schemathesis from moby's description of its API, in what both can answer."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import schemathesis
from hypothesis import strategies as st

from tests.support.engines import Answer, Engine

Headers = dict[str, str]

_JSON = "application/json"
_TYPES = ("text/plain", "application/json; charset=utf-8", "application/jsonx", "", "a/b;c")
# What a request is about, so that not all of them are about something that is not there.
_THERE = {
    "/containers/{id}": ("id", ("box", "bo", "/box", "none")),
    "/images/{name}": ("name", ("other:1", "plain", "other", "none:latest", "sha256:0", "@")),
    "/volumes/{name}": ("name", ("named", "none")),
    "/networks/{id}": ("id", ("none", "host", "no")),
}
_FILTERS = (
    *("ancestor", "before", "dangling", "driver", "event", "exited", "expose", "health", "id"),
    *("image", "is-task", "isolation", "label", "label!", "name", "network", "publish"),
    *("reference", "scope", "since", "status", "type", "until", "volume", "container"),
)
_VALUES = (
    *("", "0", "1", "true", "false", "box", "none", "plain", "a=b", "a", "10m", "80/tcp"),
    *(
        "created",
        "2022-01-01",
        "p*",
        "[",
        "local",
        "null",
        "host",
        "custom",
        "builtin",
        "/v",
        "x y",
    ),
)
_STOPS_DOCKERD = re.compile(
    rb'"Driver": "(?!local")[^"]|"VolumeDriver": "(?!local")[^"]|"Type": "(?!json-file")[^"]'
    rb'|"DriverConfig"|"Ulimits"|"StorageOpt"',
    re.IGNORECASE,
)
_ID = re.compile("[0-9a-f]{1,64}")
_BOOLEANS = ("0", "1", "true", "false", "", "no", "none", "yes", "T", " 1")
_PATHS = ("/", "/etc", "/etc/hostname", "/bin/sh", "none", "../..", "/v", "/etc/hostname/", "//")


@schemathesis.serializer("application/x-tar")
class _Bytes:
    """What is no JSON goes as it is."""

    def as_requests(self, context: Any, value: Any) -> Any:
        return {"data": value}

    def as_werkzeug(self, context: Any, value: Any) -> Any:
        return {"data": value}


@dataclass(frozen=True)
class MadeUp:
    """One request."""

    method: str
    target: str
    body: bytes | None
    headers: Headers

    @property
    def stops_dockerd(self) -> bool:
        """Whether dockerd would look 15 seconds for a plugin, or never answer again."""
        return bool(self.body and _STOPS_DOCKERD.search(self.body))

    def send(self, engine: Engine) -> Answer:
        """Send it; ``<registry>`` is the host that the engine may pull from."""
        target = self.target.replace("%3Cregistry%3E", engine.registry)
        body = self.body and self.body.replace(b"<registry>", engine.registry.encode())
        return engine.send(self.method, target, body, self.headers)


@st.composite
def requests(draw: st.DrawFn, operation: Any) -> MadeUp:
    """Draw a request for ``operation``: one that fits its description, or one that does not."""
    mode = draw(st.sampled_from(schemathesis.GenerationMode))
    case = draw(operation.as_strategy(generation_mode=mode))
    query = _query(draw, operation, dict(case.query or {}))
    path = _path(draw, operation.path, dict(case.path_parameters or {}))
    target = f"/v1.41{path}?{urlencode(query, doseq=True, errors='replace')}"
    body, content_type = _body(case)
    headers = {name: _printable(value) for name, value in dict(case.headers or {}).items()}
    if content_type:
        odd = st.sampled_from(_TYPES)
        headers["Content-Type"] = draw(
            st.integers(0, 9).flatmap(lambda n: odd if n == 0 else st.just(content_type))
        )
    return MadeUp(operation.method.upper(), target, body, headers)


def _path(draw: st.DrawFn, path: str, parameters: dict[str, Any]) -> str:
    for beginning, (name, there) in _THERE.items():
        if path.startswith(beginning) and draw(st.integers(0, 3)):
            parameters[name] = draw(st.sampled_from(there))
    for name, value in parameters.items():
        if _ID.fullmatch(str(value)):  # of whom it is the beginning is chance
            value = f"x{value}"
        path = path.replace(f"{{{name}}}", quote(str(value), safe=":/@", errors="replace"))
    return path


def _query(draw: st.DrawFn, operation: Any, query: dict[str, Any]) -> dict[str, Any]:
    """Put words into parameters that are text to the description, and more to the engine."""
    described = {parameter.name: parameter for parameter in operation.query}
    for name, parameter in described.items():
        kind = parameter.definition.get("type")
        if name == "filters" and draw(st.integers(0, 4)):
            query[name] = json.dumps(draw(_filters()))
        elif kind == "boolean" and draw(st.booleans()):
            query[name] = draw(st.sampled_from(_BOOLEANS))
        elif name == "path" and draw(st.integers(0, 4)):
            query[name] = draw(st.sampled_from(_PATHS))
    _stay_at_home(draw, operation.label, query)
    return query


def _filters() -> st.SearchStrategy[Any]:
    values = st.sampled_from(_VALUES)
    lists = st.lists(values, max_size=2)
    sets = st.dictionaries(values, st.booleans(), max_size=2)
    keys = st.sampled_from(_FILTERS)
    return st.dictionaries(keys, lists, max_size=2) | st.dictionaries(keys, sets, max_size=2)


def _stay_at_home(draw: st.DrawFn, label: str, query: dict[str, Any]) -> None:
    """Let nobody be asked beyond this host, and no answer go on for ever."""
    if label == "POST /images/create":
        if query.get("fromImage"):
            query["fromImage"] = f"<registry>/{query['fromImage']}"
        if query.get("fromSrc"):
            query["fromSrc"] = draw(st.sampled_from(["-", "-", "http://127.0.0.1:1/x", "x://y"]))
    if label == "GET /events":
        query["until"] = draw(st.sampled_from(["1", "0.5", "1h", "2022-01-01", "x", "1.x"]))


def _body(case: Any) -> tuple[bytes | None, str]:
    body = case.body
    if type(body).__name__ == "NotSet":
        return None, ""
    if case.operation.label == "POST /auth" and isinstance(body, dict):
        body = {**body, "serveraddress": "<registry>"}
    if case.media_type == _JSON:
        text = json.dumps(body, ensure_ascii=False, default=lambda binary: binary.decode("latin-1"))
        return text.encode("utf-8", "surrogatepass"), _JSON
    data = body if isinstance(body, bytes) else str(body).encode("utf-8", "replace")
    return data, case.media_type or ""


def _printable(value: object) -> str:
    return "".join(c for c in str(value) if " " <= c <= "~").strip()
