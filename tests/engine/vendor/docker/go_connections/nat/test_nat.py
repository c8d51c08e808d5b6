from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.golang.errors import GoError
from engine.vendor.docker.go_connections import nat


def bindings(spec: str) -> list[str]:
    """The mappings of ``spec`` as texts."""
    return [
        f"{mapping.binding.host_ip}|{mapping.binding.host_port}|{mapping.port}"
        for mapping in nat.parse_port_spec(spec)
    ]


@pytest.mark.parametrize(
    ("spec", "mapped"),
    [
        ("80", ["||80/tcp"]),
        ("80/UDP", ["||80/udp"]),
        ("80/", ["||80/tcp"]),
        ("8080:80", ["|8080|80/tcp"]),
        ("127.0.0.1::80", ["127.0.0.1||80/tcp"]),
        ("[::1]:8080:80/sctp", ["::1|8080|80/sctp"]),
        ("8080-8081:80-81", ["|8080|80/tcp", "|8081|81/tcp"]),
        ("8080-8090:80", ["|8080-8090|80/tcp"]),
        ("80-81", ["||80/tcp", "||81/tcp"]),
    ],
)
def test_a_specification_is_address_host_port_and_container_port(
    spec: str, mapped: list[str]
) -> None:
    assert bindings(spec) == mapped


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (":", "No port specified: :<empty>"),
        ("x", "Invalid containerPort: x"),
        ("65536", "Invalid containerPort: 65536"),
        ("9-5", "Invalid containerPort: 9-5"),
        ("x:1", "Invalid hostPort: x"),
        ("1-2:80-83", "Invalid ranges specified for container and host Ports: 80-83 and 1-2"),
        ("80/foo", "Invalid proto: foo"),
        ("1.2.3:4:5", "Invalid ip address: 1.2.3"),
        ("::1:80:90", "Invalid ip address ::1: address ::1:: too many colons in address"),
        ("[::1:80:90", "Invalid ip address [::1: address [::1:: missing ']' in address"),
    ],
)
def test_says_what_is_wrong_with_a_specification(spec: str, said: str) -> None:
    with pytest.raises(GoError) as caught:
        nat.parse_port_spec(spec)

    assert str(caught.value) == said


def test_one_container_port_may_be_bound_many_times() -> None:
    ports, bound = nat.parse_port_specs(["80:90", "81:90", "91/udp"])

    assert ports == {"90/tcp": {}, "91/udp": {}}
    assert [binding.host_port for binding in bound["90/tcp"] or ()] == ["80", "81"]


def test_a_port_knows_its_parts() -> None:
    port = nat.new_port("udp", "80-90")

    assert port == "80-90/udp"
    assert (port.proto(), port.port(), port.range()) == ("udp", "80-90", (80, 90))
    assert (port.int_(), nat.Port("80/tcp").int_(), nat.Port("").int_()) == (0, 80, 0)


def test_an_empty_port_is_port_zero() -> None:
    assert nat.parse_port("") == 0
    assert nat.parse_port_range_to_int("") == (0, 0)
    assert nat.split_proto_port("/udp") == ("", "")


def test_a_range_has_two_ends_in_order() -> None:
    assert nat.parse_port_range("8-9") == (8, 9)
    assert nat.parse_port_range("1-2-3") == (1, 2)
    with pytest.raises(GoError, match=r"Empty string specified for ports\."):
        nat.parse_port_range("")
    with pytest.raises(GoError, match="Invalid range specified for the Port: 9-5"):
        nat.parse_port_range("9-5")


@given(st.text(alphabet="0123456789:-/.[]tcpud", max_size=20))
def test_reads_or_refuses_every_specification(spec: str) -> None:
    try:
        mappings = nat.parse_port_spec(spec)
    except GoError:
        return

    assert mappings
    assert all(mapping.port.proto() in ("tcp", "udp", "sctp") for mapping in mappings)
