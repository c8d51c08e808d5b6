"""Which files are there at which moment."""

from __future__ import annotations

from typing import Any

from tests.support.stories import ROOT, UPPER, overlay
from walkthrough.page.files import Files

SHORT = f"overlay2/{'a' * 12}…"


def _rows(*effects: tuple[str, str, str]) -> dict[str, dict[str, Any]]:
    files = Files(ROOT)
    for moment, effect in enumerate(effects):
        files.take(moment, *effect)
    return {row["path"]: row for row in files.rows()}


def _alive(rows: dict[str, dict[str, Any]]) -> set[str]:
    return {path for path, row in rows.items() if row["gone"] is None}


def test_a_file_lives_from_its_creation_to_its_removal() -> None:
    rows = _rows(("mkdir", "tmp/", ""), ("create", "tmp/a", ""), ("remove", "tmp/a", ""))

    assert (rows["tmp/a"]["born"], rows["tmp/a"]["gone"]) == (1, 2)
    assert rows["tmp"]["gone"] is None


def test_a_directory_takes_what_is_in_it_along() -> None:
    rows = _rows(("mkdir", "tmp/", ""), ("create", "tmp/a", ""), ("remove", "tmp/", ""))

    assert _alive(rows) == set()


def test_a_renamed_directory_is_found_by_its_last_name_wherever_it_was() -> None:
    rows = _rows(
        ("mkdir", "db/tmp/write-set-7/", ""),
        ("create", "db/tmp/write-set-7/size", ""),
        ("rename", "db/sha256/abc/", "was write-set-7"),
    )

    assert rows["db/tmp/write-set-7/size"]["gone"] == 2
    assert rows["db/sha256/abc/size"]["born"] == 2
    assert {"db/sha256/abc", "db/sha256/abc/size"} <= _alive(rows)


def test_a_file_that_replaces_another_is_that_file_changed() -> None:
    rows = _rows(
        ("create", "one.json", ""),
        ("create", ".tmp-one.json5", ""),
        ("rename", "one.json", "was .tmp-one.json5, 9 bytes"),
    )

    assert (rows["one.json"]["changes"], rows["one.json"]["old"]) == ([2], True)
    assert rows[".tmp-one.json5"]["gone"] == 2


def test_what_is_changed_without_having_been_made_was_there_before() -> None:
    rows = _rows(("write", "layers/one/committed", ""))

    assert rows["layers/one/committed"]["old"]
    assert rows["layers"]["old"]


def test_in_a_new_directory_everything_is_new() -> None:
    rows = _rows(("mkdir", "diff/", ""), ("chmod", "diff/hello", "mode 0755"))

    assert not rows["diff/hello"]["old"]


def test_what_is_written_through_a_mount_lands_in_its_upper_directory() -> None:
    rows = _rows(
        ("mkdir", f"{SHORT}/merged/", ""),
        ("run", overlay(["l/AA"], UPPER), ""),
        ("create", f"{SHORT}/merged/etc/hosts", ""),
        ("run", f"umount {ROOT}/overlay2/{UPPER}/merged", ""),
        ("remove", f"{SHORT}/merged/", ""),
    )

    assert f"{SHORT}/diff/etc/hosts" in _alive(rows)
    assert not any("merged" in path for path in _alive(rows))


def test_directories_stand_before_what_is_in_them() -> None:
    files = Files(ROOT)
    for moment, target in enumerate(("a-b/", "a/c", "a/", "a/b/d")):
        files.take(moment, "mkdir", target, "")

    paths = [(row["path"], row["depth"]) for row in files.rows()]

    assert paths == [("a", 0), ("a/b", 1), ("a/b/d", 2), ("a/c", 1), ("a-b", 0)]


def test_a_link_says_where_it_leads_and_a_short_file_what_is_in_it() -> None:
    rows = _rows(
        ("symlink", "l/AA", "to ../one/diff"), ("create", "link", 'mode 0644, 2 bytes: "AA"')
    )

    assert (rows["l/AA"]["info"], rows["link"]["info"]) == ("→ ../one/diff", '"AA"')


def test_commands_and_connections_are_no_files() -> None:
    rows = _rows(("run", "tar -x", ""), ("connect", "unix:///x.sock", ""), ("undo", "f()", ""))

    assert rows == {}
