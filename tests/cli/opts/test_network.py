from __future__ import annotations

import pytest

from cli.opts import NetworkAttachmentOpts, NetworkOpt
from engine.golang.errors import GoError


def attached(text: str) -> NetworkAttachmentOpts:
    opt = NetworkOpt()
    opt.set(text)
    return opt.value()[0]


@pytest.mark.parametrize("text", ["n", "container:x", "", "name=", "é=é"])
def test_without_word_equals_word_it_is_a_name(text: str) -> None:
    assert attached(text) == NetworkAttachmentOpts(target=text)


def test_the_long_form_is_read_in_lower_case() -> None:
    network = attached("NAME=N ,alias=A,alias=b,ip=1.2.3.4,ip6=::1,driver-opt=K=V,driver-opt=l=m")

    assert network == NetworkAttachmentOpts(
        target="n",
        aliases=["a", "b"],
        ipv4_address="1.2.3.4",
        ipv6_address="::1",
        driver_opts={"k": "v", "l": "m"},
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name=n,x", "invalid field x"),
        ("name=n,foo=1", "invalid field key foo"),
        ("alias=a", "network name/id is not specified"),
        ("name=n,driver-opt=x", "invalid key value pair format in driver options"),
    ],
)
def test_says_what_is_wrong_with_a_network(text: str, said: str) -> None:
    with pytest.raises(GoError) as caught:
        attached(text)

    assert str(caught.value) == said


def test_the_first_network_is_the_mode() -> None:
    opt = NetworkOpt()
    unset = opt.network_mode()

    opt.set("a")
    opt.set("b")

    assert (unset, opt.network_mode()) == ("default", "a")
    assert (opt.type(), opt.string()) == ("network", "")
