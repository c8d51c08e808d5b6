from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli import opts
from cli.opts.file import parse_key_value_file
from engine.golang.errors import GoError


def write(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "file"
    path.write_bytes(data)
    return str(path)


def test_comments_and_empty_lines_are_skipped_and_values_kept_whole(tmp_path: Path) -> None:
    path = write(tmp_path, b"# no\nA=1 \n\n \t B==x#y\r\n\xe2\x80\xa8C=\xc3\xa9")

    lines = parse_key_value_file(path, None)

    assert lines == ["A=1 ", "B==x#y", "C=é"]


def test_a_bare_name_is_looked_up_or_dropped(tmp_path: Path) -> None:
    path = write(tmp_path, b"GIVEN\nMISSING\n")

    lines = parse_key_value_file(path, {"GIVEN": "x"}.get)

    assert lines == ["GIVEN=x"]
    assert parse_key_value_file(path, None) == []


def test_only_the_first_lines_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    path = write(tmp_path, b"\xef\xbb\xbfA=1\n\xef\xbb\xbfB=2\n")

    assert parse_key_value_file(path, None) == ["A=1", "\ufeffB=2"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a b=1", "poorly formatted environment: variable 'a b' contains whitespaces"),
        (b"a \n", "poorly formatted environment: variable 'a ' contains whitespaces"),
        (b"=x", "poorly formatted environment: no variable name on line '=x'"),
        (b"A=1\nB=\xff\xfe", "env file {} contains invalid utf8 bytes at line 2: [66 61 255 254]"),
    ],
)
def test_says_what_is_wrong_with_a_line(tmp_path: Path, data: bytes, said: str) -> None:
    path = write(tmp_path, data)

    with pytest.raises(GoError) as caught:
        parse_key_value_file(path, None)

    assert str(caught.value) == said.format(path)


def test_a_line_may_have_64_kib_with_its_end(tmp_path: Path) -> None:
    fits = write(tmp_path, b"A=" + b"x" * 65533 + b"\n")

    assert [len(line) for line in parse_key_value_file(fits, None)] == [65535]

    too_long = write(tmp_path, b"A=" + b"x" * 65534 + b"\n")
    with pytest.raises(GoError, match=r"bufio\.Scanner: token too long"):
        parse_key_value_file(too_long, None)


def test_a_missing_file_and_a_directory_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="open /nope: no such file or directory") as missing:
        parse_key_value_file("/nope", None)
    with pytest.raises(OSError, match="is a directory") as directory:
        parse_key_value_file(str(tmp_path), None)

    assert str(missing.value) == "open /nope: no such file or directory"
    assert str(directory.value) == f"read {tmp_path}: is a directory"


def test_a_file_can_be_read_with_this_processs_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIVEN", "by me")
    path = write(tmp_path, b"GIVEN")

    assert opts.parse_env_file(path) == ["GIVEN=by me"]


@given(data=st.binary(max_size=60))
def test_reads_or_refuses_every_file(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = write(tmp_path_factory.getbasetemp(), data)

    try:
        lines = parse_key_value_file(path, None)
    except GoError:
        return

    assert all("=" in line for line in lines)
