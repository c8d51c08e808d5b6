from __future__ import annotations

import io
from typing import Any

import pytest

from engine.golang.struct_tags import JSONError
from engine.pkg.jsonmessage import JSONMessage, JSONProgress, display_json_messages_stream
from engine.pkg.jsonmessage.jsonmessage import MessageError

START = 1_000_000


def progress(**fields: Any) -> JSONProgress:
    return JSONProgress(win_size=200, now_func=lambda: START + 1, **fields)


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (progress(), ""),
        (progress(current=1), "      1B"),
        (progress(current=20, total=100), f"[{'=' * 10}>{' ' * 40}]      20B/100B"),
        (progress(current=150, total=100), f"[{'=' * 50}>]     150B"),
        (progress(current=20, total=100, start=START), f"[{'=' * 10}>{' ' * 40}]      20B/100B 4s"),
        (progress(current=50, total=100, hide_counts=True), f"[{'=' * 25}>{' ' * 25}] "),
        (JSONProgress(win_size=100, current=20, total=100), "     20B/100B"),
        (JSONProgress(win_size=200, current=3, units="steps"), "3 steps"),
        (JSONProgress(win_size=100, current=3, total=9, units="steps"), "3/9 steps"),
        (JSONProgress(win_size=100, current=12, total=9, units="steps"), "12 steps"),
        (JSONProgress(win_size=100, current=123456789, total=10**12), " 123.5MB/1TB"),
    ],
)
def test_progress_is_a_bar_numbers_and_time(shown: Any, text: str) -> None:
    assert str(shown) == text


def test_a_stream_without_a_terminal_has_no_known_width() -> None:
    assert JSONProgress().width() == 200


def shown(text: bytes, *, terminal: bool) -> str:
    out = io.StringIO()
    display_json_messages_stream(io.BytesIO(text), out, -1, terminal)
    return out.getvalue()


STREAM = (
    b'{"status":"Pulling from library/busybox","id":"latest"}\r\n'
    b'{"status":"Pulling fs layer","progressDetail":{},"id":"aa"}\r\n'
    b'{"status":"Pulling fs layer","progressDetail":{},"id":"bb"}\r\n'
    b'{"status":"Downloading","progressDetail":{"current":1,"total":2},"progress":"x","id":"aa"}\r\n'
    b'{"status":"Download complete","progressDetail":{},"id":"aa"}\r\n'
    b'{"status":"Digest: sha256:abc"}\r\n'
    b'{"stream":"Loaded image: x\\n"}'
)


def test_without_a_terminal_only_changes_of_state_are_shown() -> None:
    assert shown(STREAM, terminal=False) == (
        "latest: Pulling from library/busybox\n"
        "aa: Pulling fs layer\n"
        "bb: Pulling fs layer\n"
        "aa: Download complete\n"
        "Digest: sha256:abc\n"
        "Loaded image: x\n"
    )


def test_on_a_terminal_each_thing_keeps_its_line() -> None:
    out = shown(STREAM, terminal=True)

    assert out.startswith(
        "latest: Pulling from library/busybox\n"
        "\n\x1b[1A\x1b[2K\raa: Pulling fs layer \r\x1b[1B"
        "\n\x1b[1A\x1b[2K\rbb: Pulling fs layer \r\x1b[1B"
        "\x1b[2A\x1b[2K\raa: Downloading ["
    )
    assert out.endswith(
        "\x1b[2A\x1b[2K\raa: Download complete \r\x1b[2BDigest: sha256:abc\nLoaded image: x\n"
    )


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (JSONMessage(status="s", from_="f", id="i"), "i: (from f) s\n"),
        (JSONMessage(status="s", progress_message="[=>]"), "s [=>]"),
        (JSONMessage(stream="as it is"), "as it is"),
    ],
    ids=["from", "old-progress", "stream"],
)
def test_a_message_is_one_line_or_as_it_is(message: Any, text: str) -> None:
    out = io.StringIO()

    message.display(out, False)

    assert out.getvalue() == text


def test_a_time_stands_in_front(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    out = io.StringIO()

    JSONMessage(status="s", time_nano=1_500_000_000_123_000_000).display(out, False)
    JSONMessage(status="s", time=1).display(out, False)

    assert out.getvalue() == (
        "2017-07-14T02:40:00.123000000Z s\n1970-01-01T00:00:01.000000000Z s\n"
    )


@pytest.mark.parametrize(
    ("code", "text"), [(0, "boom"), (401, "authentication is required")], ids=["any", "401"]
)
def test_a_failure_ends_the_stream(code: int, text: str) -> None:
    out = io.StringIO()
    stream = (
        b'{"status":"one"}{"errorDetail":{"code":%d,"message":"boom"},"error":"boom"}{"status":"x"}'
    ) % code

    with pytest.raises(MessageError) as caught:
        display_json_messages_stream(io.BytesIO(stream), out, -1, False)

    assert str(caught.value) == text
    assert out.getvalue() == "one\n"


def test_what_is_not_for_people_goes_to_the_callback() -> None:
    out, seen = io.StringIO(), []
    stream = io.BytesIO(b'{"aux":{"ID":"sha256:abc"}}{"status":"done"}')

    display_json_messages_stream(stream, out, -1, False, lambda message: seen.append(message.aux))

    assert seen == [{"ID": "sha256:abc"}]
    assert out.getvalue() == "done\n"


class Dribble(io.BytesIO):
    """Gives one byte at a time, as a slow daemon does."""

    def read1(self, size: int | None = -1, /) -> bytes:
        return super().read1(1)


def test_messages_may_come_in_any_pieces() -> None:
    out = io.StringIO()
    text = '{"status":"\u00e9"}\r\n{"status":"two"}\r\n'.encode()

    display_json_messages_stream(Dribble(text), out, -1, False)

    assert out.getvalue() == "\u00e9\ntwo\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b'{"status":"one"}{"sta', "unexpected EOF"),
        (b'{"status":"one"}oops', "invalid character 'o' looking for beginning of value"),
    ],
    ids=["cut-off", "no-json"],
)
def test_a_stream_that_is_broken_is_told_in_gos_words(text: bytes, message: Any) -> None:
    with pytest.raises(JSONError, match=f"^{message}$"):
        shown(text, terminal=False)
