"""One record; the error texts are those of the stock client's ``--mount``."""

from __future__ import annotations

import csv as stdlib_csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.golang import csv
from engine.golang.errors import GoError


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("a,b", ["a", "b"]),
        ("a,", ["a", ""]),
        (" a , b ", [" a ", " b "]),
        ('"a,b",c', ["a,b", "c"]),
        ('"x""y"', ['x"y']),
        ('"a\nb"', ["a\nb"]),
        ('"a\r\nb"', ["a\nb"]),
        ("\n\na\nb", ["a"]),
        ("a\r\n", ["a"]),
        ("a\r", ["a"]),
        ("a\rb", ["a\rb"]),
        ('""', [""]),
    ],
)
def test_reads_the_first_record(text: str, fields: list[str]) -> None:
    assert csv.read_record(text) == fields


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "EOF"),
        ("\n\r\n", "EOF"),
        ('a"b', 'parse error on line 1, column 2: bare " in non-quoted-field'),
        ('é"b', 'parse error on line 1, column 3: bare " in non-quoted-field'),
        ('"a"b', 'parse error on line 1, column 3: extraneous or missing " in quoted-field'),
        ('"a', 'parse error on line 1, column 3: extraneous or missing " in quoted-field'),
        (
            '"é\n"x',
            "record on line 1; parse error on line 2, column 1: "
            'extraneous or missing " in quoted-field',
        ),
    ],
)
def test_says_where_a_quote_is_wrong(text: str, said: str) -> None:
    with pytest.raises(GoError) as caught:
        csv.read_record(text)

    assert str(caught.value) == said


@given(st.lists(st.text(alphabet='ab,"\n é='), min_size=1))
def test_reads_back_what_a_writer_wrote(fields: list[str]) -> None:
    written = io.StringIO()
    stdlib_csv.writer(written, quoting=stdlib_csv.QUOTE_ALL, lineterminator="\n").writerow(fields)

    assert csv.read_record(written.getvalue()) == fields


@given(st.text(alphabet='a,"\n\r'))
def test_reads_or_refuses_every_text(text: str) -> None:
    try:
        fields = csv.read_record(text)
    except GoError:
        return

    assert fields
