import pytest

from engine.golang.errors import GoError
from engine.opts import (
    parse_link,
    validate_dns_search,
    validate_extra_host,
    validate_ip_address,
    validate_label,
)


@pytest.mark.parametrize(
    ("link", "parts"),
    [
        ("name:alias", ("name", "alias")),
        ("name", ("name", "name")),
        ("/name:/parent/alias", ("name", "alias")),
    ],
    ids=["with alias", "without", "as stored"],
)
def test_a_link_names_a_container_and_an_alias(link, parts):
    assert parse_link(link) == parts


@pytest.mark.parametrize(
    ("link", "message"),
    [("", "empty string specified for links"), ("a:b:c", "bad format for links: a:b:c")],
)
def test_a_malformed_link_is_refused(link, message):
    with pytest.raises(GoError) as caught:
        parse_link(link)

    assert str(caught.value) == message


@pytest.mark.parametrize("value", ["a:1.2.3.4", "a:::1", "a:host-gateway"])
def test_an_extra_host_has_an_address_or_is_the_gateway(value):
    assert validate_extra_host(value) == value


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("a", 'bad format for add-host: "a"'),
        (":1.2.3.4", 'bad format for add-host: ":1.2.3.4"'),
        ("a:b", 'invalid IP address in add-host: "b"'),
    ],
)
def test_a_malformed_extra_host_is_refused(value, message):
    with pytest.raises(GoError) as caught:
        validate_extra_host(value)

    assert str(caught.value) == message


def test_an_address_comes_back_in_its_usual_form():
    assert validate_ip_address(" ::0001 ") == "::1"


@pytest.mark.parametrize(("value", "domain"), [(".", "."), (" a.b. ", "a.b"), ("x1", "x1")])
def test_a_search_domain_loses_dots_and_blanks_at_its_ends(value, domain):
    assert validate_dns_search(value) == domain


@pytest.mark.parametrize("value", ["", "1.2", "a..b", "-a", "a" * 255])
def test_what_is_no_domain_is_refused(value):
    with pytest.raises(GoError) as caught:
        validate_dns_search(value)

    assert str(caught.value) == f"{value} is not a valid domain"


def test_a_label_needs_a_value():
    assert validate_label("a=b") == "a=b"

    with pytest.raises(GoError, match="bad attribute format: a"):
        validate_label("a")


def test_some_labels_are_dockers_own():
    with pytest.raises(GoError, match=r"the namespaces com\.docker\.\*"):
        validate_label("COM.docker.x=1")
