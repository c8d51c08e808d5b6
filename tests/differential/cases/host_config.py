"""Fields of HostConfig other than resources and mounts: each valid, at its bound, and wrong."""

from __future__ import annotations

from typing import Any

from tests.differential.cases.build import case, create, host
from tests.differential.harness import Case

_MASKED = ["/proc/a", "/proc/b"]

_FIELDS: dict[str, list[tuple[str, Any]]] = {
    "ContainerIDFile": [("plain", "/tmp/cid")],
    "AutoRemove": [("true", True), ("false", False)],
    "RestartPolicy": [
        ("none", {}), ("no", {"Name": "no"}), ("no with count", {"Name": "no", "MaximumRetryCount": 1}),
        ("always", {"Name": "always"}), ("always with count", {"Name": "always", "MaximumRetryCount": 2}),
        ("always with negative count", {"Name": "always", "MaximumRetryCount": -1}),
        ("unless-stopped", {"Name": "unless-stopped"}),
        ("unless-stopped with count", {"Name": "unless-stopped", "MaximumRetryCount": 1}),
        ("on-failure", {"Name": "on-failure"}),
        ("on-failure with count", {"Name": "on-failure", "MaximumRetryCount": 3}),
        ("on-failure with negative count", {"Name": "on-failure", "MaximumRetryCount": -1}),
        ("unknown", {"Name": "sometimes"}), ("other case", {"Name": "Always"}),
        ("no name but count", {"MaximumRetryCount": 5}), ("null", None),
    ],
    "VolumeDriver": [("local", "local"), ("unknown but unused", "nosuch")],
    "CapAdd": [
        ("one", ["NET_ADMIN"]), ("prefix", ["CAP_NET_ADMIN"]), ("lower case", ["net_admin"]),
        ("all", ["ALL"]), ("all with prefix", ["CAP_ALL"]), ("all lower", ["all"]), ("unknown", ["FOO"]),
        ("empty", [""]), ("text", "NET_ADMIN"), ("bpf", ["BPF"]), ("twice", ["CHOWN", "CHOWN"]),
        ("order", ["SYS_TIME", "AUDIT_READ", "CHOWN"]), ("empty list", []),
    ],
    "CapDrop": [("one", ["CHOWN"]), ("all", ["ALL"]), ("unknown", ["cap_foo"]), ("text", "MKNOD")],
    "Capabilities": [("some", ["CAP_CHOWN"]), ("unknown", ["FOO"])],
    "CgroupnsMode": [("host", "host"), ("private", "private"), ("unknown", "foo"), ("upper", "HOST")],
    "Dns": [("plain", ["8.8.8.8"]), ("nonsense", ["x"]), ("empty list", []), ("null", None)],
    "DnsOptions": [("plain", ["ndots:1"])], "DnsSearch": [("plain", ["a.test"]), ("dot", ["."])],
    "ExtraHosts": [
        ("plain", ["a:1.2.3.4"]), ("ipv6", ["a:::1"]), ("ipv6 in brackets", ["a:[::1]"]),
        ("gateway", ["a:host-gateway"]), ("no colon", ["a"]), ("no host", [":1.2.3.4"]),
        ("no address", ["a:"]), ("bad address", ["a:b"]), ("leading zero", ["a:1.2.3.04"]),
        ("second wrong", ["a:1.2.3.4", "b"]), ("quoted", ['a"b:c"d']), ("zone", ["a:fe80::1%eth0"]),
    ],
    "GroupAdd": [("plain", ["audio", "1000"]), ("empty", [""])],
    "IpcMode": [
        ("none", "none"), ("private", "private"), ("shareable", "shareable"), ("host", "host"),
        ("unknown", "foo"), ("container missing", "container:nope"), ("container empty", "container:"),
        ("container", "container"), ("upper", "HOST"),
    ],
    "PidMode": [
        ("host", "host"), ("unknown", "foo"), ("container missing", "container:nope"),
        ("container empty", "container:"), ("private", "private"),
    ],
    "UTSMode": [("host", "host"), ("unknown", "foo"), ("private", "private")],
    "UsernsMode": [("host", "host"), ("unknown", "foo")],
    "Cgroup": [("plain", "foo"), ("container", "container:x")],
    "OomScoreAdj": [("zero", 0), ("lowest", -1000), ("below", -1001), ("highest", 1000), ("above", 1001)],
    "Privileged": [("true", True)],
    "PublishAllPorts": [("true", True)],
    "ReadonlyRootfs": [("true", True)],
    "SecurityOpt": [
        ("label", ["label=disable"]), ("label user", ["label=user:foo"]), ("label colon", ["label:disable"]),
        ("label level", ["label=level:s0:c1,c2", "label=type:x"]), ("label unknown", ["label=foo"]),
        ("seccomp unconfined", ["seccomp=unconfined"]), ("seccomp json", ['seccomp={"a":1}']),
        ("seccomp nonsense", ["seccomp:zz"]), ("apparmor", ["apparmor=unconfined"]),
        ("no-new-privileges", ["no-new-privileges"]), ("no-new-privileges true", ["no-new-privileges=true"]),
        ("no-new-privileges colon", ["no-new-privileges:false"]),
        ("no-new-privileges odd", ["no-new-privileges=foo"]), ("unknown", ["foo=bar"]),
        ("no separator", ["foo"]), ("empty", [""]), ("systempaths", ["systempaths=unconfined"]),
        ("both separators", ["label=a:b=c"]), ("two faults", ["seccomp=unconfined", "x"]),
        ("credentialspec", ["credentialspec=file://x"]), ("quoted", ['a"b']),
    ],
    "StorageOpt": [
        ("size", {"size": "10G"}), ("size wrong", {"size": "x"}), ("unknown", {"foo": "1"}),
        ("empty", {}),
    ],
    "Tmpfs": [
        ("plain", {"/t": ""}), ("options", {"/t": "size=10m,mode=1777"}), ("nonsense", {"/t": "foo=bar"}),
        ("root", {"/": ""}), ("relative", {"t": ""}), ("dots", {"/a/..": ""}), ("slash", {"/t/": ""}),
        ("unclean root", {"//": ""}), ("empty", {"": ""}), ("dot", {"/.": ""}), ("existing", {"/srv": ""}),
    ],
    "ShmSize": [("some", 1048576), ("zero", 0), ("negative", -1), ("one", 1)],
    "Sysctls": [
        ("plain", {"net.ipv4.ip_forward": "1"}), ("of the host", {"kernel.hostname": "x"}),
        ("empty", {}), ("nonsense", {"foo": "bar"}),
    ],
    "Runtime": [
        ("runc", "runc"), ("unknown", "foo"), ("v2", "io.containerd.runc.v2"), ("empty", ""),
        ("v1", "io.containerd.runtime.v1.linux"), ("shim not configured", "io.containerd.runsc.v1"),
    ],
    "ConsoleSize": [
        ("plain", [24, 80]), ("short", [24]), ("long", [1, 2, 3]), ("negative", [-1, 0]), ("text", "x"),
        ("empty", []), ("null", None),
    ],
    "Isolation": [
        ("default", "default"), ("upper", "DEFAULT"), ("process", "process"), ("hyperv", "hyperv"), ("odd", "x"),
    ],
    "MaskedPaths": [("empty", []), ("some", _MASKED), ("null", None)],
    "ReadonlyPaths": [("empty", []), ("some", _MASKED), ("null", None)],
    "Init": [("true", True), ("false", False), ("null", None)],
    "Annotations": [("unknown key", {"a": "b"})],
    "LogConfig": [
        ("none", {"Type": "none"}), ("none with option", {"Type": "none", "Config": {"x": "y"}}),
        ("empty", {}), ("null", None), ("only options", {"Config": {"max-size": "1m"}}),
        ("json-file", {"Type": "json-file", "Config": {"max-size": "10m", "max-file": "3"}}),
        ("json-file all", {"Type": "json-file", "Config": {
            "labels": "a", "labels-regex": "^a", "env": "b", "env-regex": "^b", "compress": "true",
            "tag": "{{.ID}}"}}),
        ("json-file bad size", {"Type": "json-file", "Config": {"max-size": "zz"}}),
        ("json-file unknown option", {"Type": "json-file", "Config": {"foo": "bar"}}),
        ("local", {"Type": "local", "Config": {"max-size": "10m"}}),
        ("local unknown option", {"Type": "local", "Config": {"foo": "bar"}}),
        ("unknown driver", {"Type": "foo"}), ("config null", {"Type": "json-file", "Config": None}),
        ("mode blocking", {"Type": "json-file", "Config": {"mode": "blocking"}}),
        ("mode non-blocking", {"Type": "json-file", "Config": {"mode": "non-blocking", "max-buffer-size": "4m"}}),
        ("mode unknown", {"Type": "json-file", "Config": {"mode": "x"}}),
        ("mode empty", {"Type": "json-file", "Config": {"mode": ""}}),
        ("buffer while blocking", {"Type": "json-file", "Config": {"max-buffer-size": "4m"}}),
        ("buffer size wrong", {"Type": "json-file", "Config": {"mode": "non-blocking", "max-buffer-size": "x"}}),
        ("cache disabled", {"Type": "json-file", "Config": {"cache-disabled": "true"}}),
        ("cache disabled wrong", {"Type": "syslog", "Config": {"cache-disabled": "zz"}}),
        ("cache size wrong", {"Type": "syslog", "Config": {"cache-max-size": "zz"}}),
        ("cache file wrong", {"Type": "syslog", "Config": {"cache-max-file": "zz"}}),
        ("cache compress wrong", {"Type": "syslog", "Config": {"cache-compress": "zz"}}),
        ("cache unknown", {"Type": "syslog", "Config": {"cache-foo": "zz"}}),
        ("syslog", {"Type": "syslog"}),
        ("syslog address", {"Type": "syslog", "Config": {"syslog-address": "tcp://1.2.3.4:514"}}),
        ("syslog address odd", {"Type": "syslog", "Config": {"syslog-address": "foo://x"}}),
        ("syslog address unparsable", {"Type": "syslog", "Config": {"syslog-address": "%"}}),
        ("syslog address unix missing", {"Type": "syslog", "Config": {"syslog-address": "unix:///no/where"}}),
        ("syslog facility", {"Type": "syslog", "Config": {"syslog-facility": "local7"}}),
        ("syslog facility number", {"Type": "syslog", "Config": {"syslog-facility": "5"}}),
        ("syslog facility wrong", {"Type": "syslog", "Config": {"syslog-facility": "foo"}}),
        ("syslog format", {"Type": "syslog", "Config": {"syslog-format": "rfc5424micro"}}),
        ("syslog format wrong", {"Type": "syslog", "Config": {"syslog-format": "foo"}}),
        ("syslog unknown option", {"Type": "syslog", "Config": {"foo": "1"}}),
        ("journald", {"Type": "journald", "Config": {"tag": "x"}}),
        ("journald unknown option", {"Type": "journald", "Config": {"foo": "x"}}),
        ("gelf without address", {"Type": "gelf"}),
        ("gelf", {"Type": "gelf", "Config": {"gelf-address": "udp://1.2.3.4:12201"}}),
        ("gelf tcp", {"Type": "gelf", "Config": {"gelf-address": "tcp://1.2.3.4:1", "gelf-tcp-max-reconnect": "3"}}),
        ("gelf tcp option over udp", {"Type": "gelf", "Config": {"gelf-address": "udp://1.2.3.4:1", "gelf-tcp-max-reconnect": "3"}}),
        ("gelf reconnect wrong", {"Type": "gelf", "Config": {"gelf-address": "tcp://1.2.3.4:1", "gelf-tcp-max-reconnect": "x"}}),
        ("gelf compression wrong", {"Type": "gelf", "Config": {"gelf-compression-type": "foo"}}),
        ("gelf level wrong", {"Type": "gelf", "Config": {"gelf-compression-level": "foo"}}),
        ("gelf level high", {"Type": "gelf", "Config": {"gelf-compression-level": "10"}}),
        ("gelf address odd", {"Type": "gelf", "Config": {"gelf-address": "foo://x"}}),
        ("gelf address with path", {"Type": "gelf", "Config": {"gelf-address": "udp://1.2.3.4:1/x"}}),
        ("gelf address without port", {"Type": "gelf", "Config": {"gelf-address": "udp://1.2.3.4"}}),
        ("fluentd", {"Type": "fluentd"}),
        ("fluentd address", {"Type": "fluentd", "Config": {"fluentd-address": "tcp://x:24224"}}),
        ("fluentd address odd", {"Type": "fluentd", "Config": {"fluentd-address": "foo://x"}}),
        ("fluentd port odd", {"Type": "fluentd", "Config": {"fluentd-address": "x:y"}}),
        ("fluentd path in address", {"Type": "fluentd", "Config": {"fluentd-address": "tcp://x:1/y"}}),
        ("fluentd unix", {"Type": "fluentd", "Config": {"fluentd-address": "unix:///x"}}),
        ("fluentd async", {"Type": "fluentd", "Config": {"fluentd-async": "true", "fluentd-async-connect": "true"}}),
        ("fluentd buffer", {"Type": "fluentd", "Config": {"fluentd-buffer-limit": "8MB"}}),
        ("fluentd option wrong", {"Type": "fluentd", "Config": {"fluentd-buffer-limit": "x"}}),
        ("fluentd wait wrong", {"Type": "fluentd", "Config": {"fluentd-retry-wait": "x"}}),
        ("fluentd retries wrong", {"Type": "fluentd", "Config": {"fluentd-max-retries": "x"}}),
        ("fluentd unknown option", {"Type": "fluentd", "Config": {"foo": "x"}}),
        ("awslogs without group", {"Type": "awslogs"}),
        ("awslogs", {"Type": "awslogs", "Config": {"awslogs-group": "g", "awslogs-region": "r"}}),
        ("awslogs create wrong", {"Type": "awslogs", "Config": {"awslogs-group": "g", "awslogs-create-group": "x"}}),
        ("awslogs two patterns", {"Type": "awslogs", "Config": {"awslogs-group": "g", "awslogs-datetime-format": "%Y", "awslogs-multiline-pattern": "x"}}),
        ("awslogs unknown option", {"Type": "awslogs", "Config": {"foo": "1"}}),
        ("splunk without token", {"Type": "splunk"}),
        ("splunk", {"Type": "splunk", "Config": {"splunk-url": "http://x", "splunk-token": "t"}}),
        ("splunk unknown option", {"Type": "splunk", "Config": {"foo": "1"}}),
        ("gcplogs", {"Type": "gcplogs", "Config": {"gcp-project": "p"}}),
        ("gcplogs unknown option", {"Type": "gcplogs", "Config": {"foo": "1"}}),
        ("logentries without token", {"Type": "logentries"}),
        ("logentries", {"Type": "logentries", "Config": {"logentries-token": "t"}}),
        ("logentries unknown option", {"Type": "logentries", "Config": {"foo": "1"}}),

    ],
}  # fmt: skip


def _fields() -> list[Case]:
    return [
        host(f"{field} {name}", **{field: value})
        for field, values in _FIELDS.items()
        for name, value in values
    ]


def _together() -> list[Case]:
    always = {"Name": "always"}
    return [
        host("auto-remove with no restart", AutoRemove=True, RestartPolicy={"Name": "no"}),
        host("auto-remove with restart", AutoRemove=True, RestartPolicy=always),
        host("auto-remove with on-failure", AutoRemove=True, RestartPolicy={"Name": "on-failure"}),
        host("auto-remove with a wrong policy", AutoRemove=True, RestartPolicy={"Name": "x"}),
        case(
            "auto-remove with restart, of an old client",
            create(HostConfig={"AutoRemove": True, "RestartPolicy": always}, version="/v1.24"),
        ),
        host("privileged with label", Privileged=True, SecurityOpt=["label=user:x"]),
        host("privileged with apparmor", Privileged=True, SecurityOpt=["apparmor=x"]),
        host("privileged with masked paths", Privileged=True, MaskedPaths=_MASKED),
        host("privileged with a private cgroup", Privileged=True, CgroupnsMode="private"),
        host("ipc host with label", IpcMode="host", SecurityOpt=["label=type:x"]),
        host("ipc and pid host", IpcMode="host", PidMode="host"),
        host("uts host", UTSMode="host"),
        host("uts host with a host name", UTSMode="host", config={"Hostname": "x"}),
        host("uts host with a domain name", UTSMode="host", config={"Domainname": "x"}),
        host("tmpfs where a volume is", "rich", Tmpfs={"/odd": ""}),
        host("tmpfs where a bind is", Tmpfs={"/t": ""}, Binds=["/tmp:/t"]),
        host("tmpfs where a volume is asked for", Tmpfs={"/t": ""}, config={"Volumes": {"/t": {}}}),
        host("two faults: restart before capability", RestartPolicy={"Name": "x"}, CapAdd=["X"]),
        host("two faults: capability before memory", CapAdd=["X"], Memory=1),
        host("two faults: memory before shm", Memory=1, ShmSize=-1),
        host("two faults: shm before oom score", ShmSize=-1, OomScoreAdj=9999),
        host("two faults: runtime before tmpfs", Runtime="foo", Tmpfs={"/": ""}),
        host("two faults: log driver before security option", LogConfig={"Config": {"foo": "x"}}, SecurityOpt=["x"]),
        host("two faults: storage option before bind", StorageOpt={"foo": "1"}, Binds=["x"]),
        host("two faults: bind before link", Binds=["::"], Links=["nope"]),
        host("two faults: link before working directory", Links=["nope"], config={"WorkingDir": "/bin/sh"}),
        host("host config empty"),
        case("host config null", create(HostConfig=None)),
        case("host config of another type", create(HostConfig=[])),
        case("host config keys in another case", create(hostconfig={"memory": 6291456, "SHMSIZE": 1})),
        case("host config at the top level", create(Memory=6291456, Binds=["/tmp:/t"], CpuShares=7)),
        case("host config at both levels", create(Memory=8388608, HostConfig={"CpuShares": 5})),
        case("cpuset of old at the top level", create(Cpuset="0", HostConfig={})),
        case("volume driver at the top level", create(VolumeDriver="local", HostConfig={})),
        case("memory at both levels", create(Memory=8388608, HostConfig={"Memory": 6291456})),
        case("network mode at the top level only", create(NetworkMode="none")),
    ]  # fmt: skip


TITLE = "HostConfig: namespaces, security, logging, restart and the rest"
CASES = [*_fields(), *_together()]
