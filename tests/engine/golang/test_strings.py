from __future__ import annotations

from engine.golang.strings import trim_left_space, trim_space


def test_only_gos_white_space_is_trimmed() -> None:
    assert trim_space(" \t\u00a0\u3000a\u2028\n") == "a"
    assert trim_space("\x1ca\x1f") == "\x1ca\x1f"


def test_trimming_left_keeps_the_end() -> None:
    assert trim_left_space("\v a ") == "a "
