"""What a command leaves behind is counted, and told in the reader's language."""

# ruff: noqa: RUF001 (punctuation of full width is meant)

from __future__ import annotations

from walkthrough import remains
from walkthrough.words import speaker

KINDS = (*remains.ON_DISK, *remains.IN_ENGINE)
NOTHING: remains.Count = {kind: frozenset() for kind in KINDS}


def counted(**found: set[str]) -> remains.Count:
    return {**NOTHING, **{kind: frozenset(names) for kind, names in found.items()}}


def test_nothing_is_told_of_each_kind() -> None:
    line = remains.told(NOTHING)

    assert line == (
        "on disk 0 layers, 0 short names, 0 records of layers, 0 container directories, 0 volumes,"
        " 0 mounts; in the engine 0 containers, 0 names, 0 known layers, 0 known volumes;"
        " in all: nothing"
    )


def test_what_is_left_is_named() -> None:
    line = remains.told(counted(layers={"overlay2/b", "overlay2/a"}, mounts={"overlay2/a/merged"}))

    assert "on disk 2 layers (overlay2/a, overlay2/b), 0 short names" in line
    assert "1 mount (overlay2/a/merged); in the engine" in line
    assert line.endswith("in all: 3")


def test_only_what_was_not_there_before_is_left() -> None:
    before, after = counted(layers={"old"}), counted(layers={"old", "new"})

    assert remains.left(before, after) == counted(layers={"new"})


def test_in_english_the_line_stays() -> None:
    line = remains.told(counted(layers={"a"}))

    assert remains.worded(line, speaker("en")) == line


def test_every_kind_has_a_chinese_word_for_one_and_for_many() -> None:
    few = remains.told({kind: frozenset({"a"}) for kind in KINDS})
    many = remains.told({kind: frozenset({"a", "b, c"}) for kind in KINDS})

    for line in (few, many, remains.told(NOTHING)):
        chinese = remains.worded(line, speaker("zh"))
        rest = chinese.replace("a", "").replace("b, c", "")
        assert not any("a" <= letter <= "z" for letter in rest), chinese


def test_nothing_reads_well_in_chinese() -> None:
    line = remains.worded(remains.told(NOTHING), speaker("zh"))

    assert line == (
        "磁盘上有 0 个层、0 个短名、0 份层的记录、0 个容器目录、0 个卷、0 个挂载；"
        "引擎里有 0 个容器、0 个名称、0 个登记的层、0 个登记的卷；合计：无"
    )


def test_a_line_of_a_later_version_stays() -> None:
    assert remains.worded("3 lemons", speaker("zh")) == "3 lemons"
