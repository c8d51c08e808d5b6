"""Expressions as Go reads them."""

from __future__ import annotations

import pytest

from engine.golang import regexp


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("", "anything"), ("^r.*h$", "rich"), ("(?i)RICH", "rich"), ("r(?i)ICH|x", "rich"),
        ("[[:alpha:]]ich", "rich"), ("[[:^digit:]]", "a"), (r"\pL", "a"), (r"\p{Lu}", "A"),
        (r"\PL", "1"), (r"\p{^L}", "1"), (r"a\z", "a"), (r"\Aa", "ab"), (r"\Qa.b\E+", "a.bb"),
        (r"\x41\x{42}\103", "ABC"), (r"[\d-]x", "-x"), ("[]a]", "]"), ("[^]a]", "b"),
        ("a{,2}", "a{,2}"),
        ("(?P<n>a)b", "ab"), ("(?U)a+?b", "aab"), (r"\ba\b", "x a x"), ("a{01}", "a{01}"),
        ("(?s)a.b", "a\nb"), ("(?m)^b$", "a\nb"), ("^*a", "a"), (r"[\[\]]", "["), ("x*", ""),
    ],
)  # fmt: skip
def test_what_go_finds_is_found(pattern: str, text: str) -> None:
    assert regexp.match_string(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(?i)a(?-i)b", "AB"), ("((?i)a)b", "AB"), ("a$", "a\n"), ("a.b", "a\nb"), (r"\s", "\v"),
        (r"\d", "\u0663"),
        (r"\w", "\u00e4"), ("[^a]", "a"), ("(?i)[^a]", "A"), (r"\Qa.b\E", "axb"),
    ],
)  # fmt: skip
def test_what_go_does_not_find_is_not_found(pattern: str, text: str) -> None:
    assert not regexp.match_string(pattern, text)


@pytest.mark.parametrize(
    "pattern",
    [
        *("(?=a)", "(?!a)", "(?<=a)b", "(?#x)", "(?<n>a)", r"(a)\1", "a**", "a++", "*a", "a|*"),
        *("(", ")", "[", "[z-a]", "[[:foo:]]", r"\Z", r"\8", r"\e", "a{1001}", "a{2,1}"),
        *("(?x)a", "(?i-)a", "\\", r"\x{110000}", r"[a-\d]", r"\p{Foo}"),
    ],
)  # fmt: skip
def test_what_go_cannot_read_is_refused(pattern: str) -> None:
    with pytest.raises(regexp.BadPattern):
        regexp.match_string(pattern, "a")
