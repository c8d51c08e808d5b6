from __future__ import annotations

import enum
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from walkthrough.values import MAX_TEXT, cut, describe


class Colour(enum.Enum):
    RED = 1


class Mode(str):
    """A text with methods, as the engine's modes are."""


@dataclass
class Config:
    image: str = ""
    cmd: list[str] | None = None
    password: str = ""
    inner: Config | None = None
    tags: dict[str, str] = field(default_factory=dict)


class Talkative:
    def __repr__(self) -> str:
        raise AssertionError("nobody may ask")


class Named:
    def __init__(self) -> None:
        self.name = "/happy_curie"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(None, "None", id="nothing"),
        pytest.param(True, "True", id="bool"),
        pytest.param(7, "7", id="number"),
        pytest.param("a'b", '"a\'b"', id="text"),
        pytest.param(Mode("host"), "'host'", id="text with methods"),
        pytest.param(b"abc", "<3 bytes>", id="bytes"),
        pytest.param(Path("/x"), "'/x'", id="path"),
        pytest.param(Colour.RED, "RED", id="enum"),
        pytest.param(ValueError("bad"), "ValueError: 'bad'", id="error"),
        pytest.param([1, "a"], "[1, 'a']", id="list"),
        pytest.param(("a",), "('a')", id="tuple"),
        pytest.param([0] * 53, f"[{'0, ' * 50}… 3 more]", id="long list"),
        pytest.param({"a": [1]}, "{'a': [1]}", id="dict"),
        pytest.param("sha256:" + "ab" * 32, "'sha256:abababababab…'", id="digest"),
        pytest.param(Config(image="bb"), "Config(image='bb')", id="fields that hold something"),
        pytest.param(Config(password="x"), "Config(password=(hidden))", id="password"),
        pytest.param({"X-Auth": "x"}, "{'X-Auth': (hidden)}", id="header with a secret"),
        pytest.param(Talkative(), "<Talkative>", id="no repr is called"),
        pytest.param(Named(), "<Named happy_curie>", id="its own name"),
        pytest.param(Named, "Named", id="class"),
        pytest.param(describe, "describe()", id="function"),
    ],
)
def test_values_become_short_text(value: object, text: str) -> None:
    assert describe(value) == text


def test_no_text_is_longer_than_the_bound() -> None:
    value = {str(number): "x" * 1000 for number in range(100)}

    assert len(describe(value)) <= MAX_TEXT


def test_what_is_cut_says_so_once() -> None:
    assert [cut(text, 4) for text in ("abcd", "abcde", "abc…f")] == ["abcd", "abc…", "abc…"]


def test_a_value_that_holds_itself_ends() -> None:
    config = Config(image="a")
    config.inner = config

    assert describe(config).startswith("Config(image='a', inner=Config(")


def test_an_argument_with_a_secret_name_is_hidden() -> None:
    assert describe("hunter2", name="encoded_auth") == "(hidden)"
