from __future__ import annotations

import pytest

from cli.opts import GpuOpts
from engine.api.types.container.host_config import DeviceRequest
from engine.golang.errors import GoError


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("all", DeviceRequest(count=-1)),
        ("2", DeviceRequest(count=2)),
        ("driver=d", DeviceRequest(driver="d", count=1)),
        ('"device=0,1"', DeviceRequest(device_ids=["0", "1"])),
        ('"capabilities=a,b",count=all', DeviceRequest(count=-1, capabilities=[["a", "b", "gpu"]])),
        ('"options=a=b,c"', DeviceRequest(count=1, options={"a": "b", "c": ""})),
    ],
)
def test_one_gpu_is_asked_for_unless_told_otherwise(text: str, request_: DeviceRequest) -> None:
    opt = GpuOpts()
    request_.capabilities = request_.capabilities or [["gpu"]]
    request_.options = request_.options or {}

    opt.set(text)

    assert opt.value() == [request_]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "EOF"),
        ("count=1,count=2", "gpu request key 'count' can be specified only once"),
        ("2,2", "gpu request key '2' can be specified only once"),
        ("count=x", 'count must be an integer: strconv.Atoi: parsing "x": invalid syntax'),
        ("foo=1", "unexpected key 'foo' in 'foo=1'"),
        ("options=", "failed to read gpu options: EOF"),
    ],
)
def test_says_what_is_wrong_with_a_request(text: str, said: str) -> None:
    opt = GpuOpts()

    with pytest.raises(GoError) as caught:
        opt.set(text)

    assert str(caught.value) == said
    assert opt.value() is None


def test_shows_requests_as_go_prints_a_struct() -> None:
    opt = GpuOpts()

    opt.set('driver=d,"device=0,1","options=a=b"')

    assert opt.string() == "{d 0 [0 1] [[gpu]] map[a:b]}"
    assert opt.type() == "gpu-request"
