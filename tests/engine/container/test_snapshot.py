from engine.container.container import new_base_container
from engine.container.snapshot import transform
from engine.vendor.docker.go_connections.nat import PortBinding


def container():
    made = new_base_container("c1", "")
    made.created = "2022-03-10T17:32:35Z"
    return made


def test_ports_are_told_with_where_the_host_shows_them(caplog):
    made = container()
    made.network_settings.ports = {
        "80/tcp": [PortBinding(host_ip="0.0.0.0", host_port="8080")],
        "53/udp": None,
        "x/tcp": None,
        "90/tcp": [PortBinding(host_port="y")],
    }

    ports = transform(made, []).container.ports

    assert [(p.private_port, p.public_port, p.type, p.ip) for p in ports] == [
        (80, 8080, "tcp", "0.0.0.0"),
        (53, 0, "udp", ""),
    ]
    assert caplog.text.count("invalid port map") == 2


def test_a_program_without_arguments_stands_alone():
    made = container()
    made.path = "sh"

    line = transform(made, ["/web"]).container

    assert (line.command, line.names, line.created) == ("sh", ["/web"], 1646933555)
