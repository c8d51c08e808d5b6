"""Network modes, endpoints, ports and links, and what excludes what."""

from __future__ import annotations

from typing import Any

from tests.differential.cases.build import case, config, create, host
from tests.differential.harness import Case

_OTHER = create(name="other")
_BOUND = {"80/tcp": [{"HostIp": "", "HostPort": "8080"}]}

_MODES = {
    "empty": "", "default": "default", "bridge": "bridge", "host": "host", "none": "none",
    "null": None, "a network of that name": "mynet", "container": "container", "container colon": "container:",
    "container missing": "container:nope", "container two colons": "container:a:b", "odd": "foo:bar",
    "upper case": "HOST", "service": "service:x", "nat": "nat",
}  # fmt: skip

_PORTS: dict[str, dict[str, Any]] = {
    "plain": _BOUND,
    "no host port": {"80/tcp": [{"HostIp": "", "HostPort": ""}]},
    "bindings null": {"80/tcp": None},
    "bindings empty": {"80/tcp": []},
    "host range": {"80/tcp": [{"HostPort": "8000-8010"}]},
    "host range backwards": {"80/tcp": [{"HostPort": "8010-8000"}]},
    "host port word": {"80/tcp": [{"HostPort": "x"}]},
    "host port zero": {"80/tcp": [{"HostPort": "0"}]},
    "host port too large": {"80/tcp": [{"HostPort": "65536"}]},
    "host port negative": {"80/tcp": [{"HostPort": "-1"}]},
    "host address": {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "1"}]},
    "host address odd": {"80/tcp": [{"HostIp": "zz", "HostPort": "1"}]},
    "container range": {"80-82/tcp": [{"HostPort": "1"}]},
    "container word": {"x/tcp": [{"HostPort": "1"}]},
    "container empty": {"": [{"HostPort": "1"}]},
    "container too large": {"70000/tcp": [{"HostPort": "1"}]},
    "protocol odd": {"80/foo": [{"HostPort": "1"}]},
    "no protocol": {"80": [{"HostPort": "1"}]},
    "two": {"80/tcp": [{"HostPort": "1"}, {"HostPort": "2"}], "53/udp": [{"HostPort": "53"}]},
    "quoted": {'8"0': [{"HostPort": "1"}]},
}

_ENDPOINTS: dict[str, Any] = {
    "empty": {},
    "null": None,
    "bridge": {"bridge": {}},
    "unknown network": {"mynet": {}},
    "endpoint null": {"mynet": None},
    "aliases": {"mynet": {"Aliases": ["x", "y"]}},
    "links": {"mynet": {"Links": ["other:alias"]}},
    "addresses": {"mynet": {"IPAMConfig": {"IPv4Address": "10.0.0.2", "IPv6Address": "fd00::2"}}},
    "link-local": {"mynet": {"IPAMConfig": {"LinkLocalIPs": ["169.254.1.1"]}}},
    "link-local wrong": {"mynet": {"IPAMConfig": {"LinkLocalIPs": ["x"]}}},
    "address wrong": {"mynet": {"IPAMConfig": {"IPv4Address": "z"}}},
    "address of six where four": {"mynet": {"IPAMConfig": {"IPv4Address": "fd00::2"}}},
    "address of four where six": {"mynet": {"IPAMConfig": {"IPv6Address": "10.0.0.2"}}},
    "address six wrong": {"mynet": {"IPAMConfig": {"IPv6Address": "z"}}},
    "address with zeros": {"mynet": {"IPAMConfig": {"IPv4Address": "10.0.0.02"}}},
    "ipam empty": {"mynet": {"IPAMConfig": {}}},
    "ipam null": {"mynet": {"IPAMConfig": None}},
    "driver options": {"mynet": {"DriverOpts": {"a": "b"}}},
    "mac address": {"mynet": {"MacAddress": "02:42:ac:11:00:02"}},
    "network ID": {"mynet": {"NetworkID": "abc", "EndpointID": "def", "Gateway": "1.2.3.4"}},
    "text": "x",
}


def _exclusions() -> list[Case]:
    """Return what the decoder refuses: modes together with what they make senseless."""
    fields: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "host name": ({"Hostname": "x"}, {}),
        "domain name": ({"Domainname": "x"}, {}),
        "links": ({}, {"Links": ["other"]}),
        "dns": ({}, {"Dns": ["8.8.8.8"]}),
        "dns search": ({}, {"DnsSearch": ["a.test"]}),
        "extra hosts": ({}, {"ExtraHosts": ["a:1.2.3.4"]}),
        "mac address": ({"MacAddress": "02:42:ac:11:00:02"}, {}),
        "port bindings": ({}, {"PortBindings": _BOUND}),
        "publish all": ({}, {"PublishAllPorts": True}),
        "exposed ports": ({"ExposedPorts": {"80/tcp": {}}}, {}),
        "volumes": ({"Volumes": {"/v": {}}}, {}),
        "nothing": ({}, {}),
    }
    return [
        case(
            f"network mode {mode} with {name}",
            _OTHER,
            create(of_config, HostConfig={**of_host, "NetworkMode": mode}),
        )
        for mode in ("container:other", "host", "none", "bridge")
        for name, (of_config, of_host) in fields.items()
    ]


def _links() -> list[Case]:
    specs: dict[str, list[str]] = {
        "by name": ["other"], "with alias": ["other:alias"], "by ID": ["<id of other>"],
        "by short ID with alias": ["<short of other>:db"], "empty": [""], "three parts": ["a:b:c"],
        "missing": ["nope"], "missing with alias": ["nope:x"], "twice": ["other", "other:again"],
        "twice one alias": ["other:a", "other:a"], "with slash": ["/other:/case/alias"],
        "colon last": ["other:"], "colon first": [":alias"], "alias odd": ["other:a b"],
        "one good, one missing": ["other", "nope"],
    }  # fmt: skip
    found = [
        case(f"link {name}", _OTHER, create(HostConfig={"Links": spec}))
        for name, spec in specs.items()
    ]
    for mode in ("none", "mynet", "default", "bridge"):
        body = {"Links": ["other:x"], "NetworkMode": mode}
        found.append(case(f"link in network {mode}", _OTHER, create(HostConfig=body)))
    return [
        *found,
        host("links null", Links=None),
        host("links empty", Links=[]),
        case("link to a container of a host network", create(name="other", HostConfig={
            "NetworkMode": "host"}), create(HostConfig={"Links": ["other"]})),
        case("link to a container of another container's network", create(name="first"),
             create(name="other", HostConfig={"NetworkMode": "container:first"}),
             create(HostConfig={"Links": ["other"]})),
        case("link through a link", _OTHER, create(name="middle", HostConfig={"Links": ["other:o"]}),
             create(HostConfig={"Links": ["middle/o:x"]})),
    ]  # fmt: skip


def _shared() -> list[Case]:
    """Return namespaces that belong to another container."""
    found = []
    for field in ("NetworkMode", "IpcMode", "PidMode"):
        for name, who in {"name": "other", "ID": "<id of other>", "short ID": "<short of other>"}.items():
            body = {field: f"container:{who}"}
            found.append(case(f"{field} of a container by {name}", _OTHER, create(HostConfig=body)))
    ipc_other = create(name="other", HostConfig={"IpcMode": "shareable"})
    both = {"IpcMode": "container:other", "PidMode": "container:other"}
    return [
        *found,
        case("ipc of a shareable container", ipc_other, create(HostConfig={"IpcMode": "container:other"})),
        case("ipc and pid of one container", _OTHER, create(HostConfig=both)),
        case("network of itself", create(HostConfig={"NetworkMode": "container:case"})),
        case("ambiguous name", _OTHER, create(HostConfig={"PidMode": "container:oth"})),
    ]


TITLE = "Networks, ports, links, and namespaces of other containers"
CASES = [
    *(host(f"network mode {name}", NetworkMode=mode) for name, mode in _MODES.items()),
    *(
        case(f"network mode {mode}, old client", create(version="/v1.21", HostConfig={"NetworkMode": mode}))
        for mode in ("", "bridge", "container:nope")
    ),
    *(host(f"port bindings {name}", PortBindings=ports) for name, ports in _PORTS.items()),
    *(
        config(f"endpoints {name}", NetworkingConfig={"EndpointsConfig": endpoints})
        for name, endpoints in _ENDPOINTS.items()
    ),
    config("endpoints of the network asked for", HostConfig={"NetworkMode": "mynet"},
           NetworkingConfig={"EndpointsConfig": {"mynet": {"Aliases": ["x"]}}}),
    config("endpoints of another network", HostConfig={"NetworkMode": "mynet"},
           NetworkingConfig={"EndpointsConfig": {"other": {}}}),
    config("endpoints of the host network", HostConfig={"NetworkMode": "host"},
           NetworkingConfig={"EndpointsConfig": {"host": {}}}),
    config("networking config null", NetworkingConfig=None),
    config("networking config empty", NetworkingConfig={}),
    config("networking config of another type", NetworkingConfig=[]),
    *_exclusions(),
    *_links(),
    *_shared(),
]  # fmt: skip
