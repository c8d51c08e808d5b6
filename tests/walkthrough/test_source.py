from __future__ import annotations

import pytest

from walkthrough import source
from walkthrough.source import Place, Reference, go_paths, references

MODULE = "A module.\n\nGo: daemon/create.go\n"


@pytest.mark.parametrize(
    ("doc", "expected"),
    [
        pytest.param(
            "X.\n\nGo: Daemon.create\n",
            [(("daemon/create.go",), "Daemon.create")],
            id="in its file",
        ),
        pytest.param(
            "X.\n\nGo: delete.go Daemon.cleanupContainer\n",
            [(("delete.go", "daemon/delete.go"), "Daemon.cleanupContainer")],
            id="beside it",
        ),
        pytest.param(
            "X.\n\nGo: one, two\n",
            [(("daemon/create.go",), "one"), (("daemon/create.go",), "two")],
            id="two symbols",
        ),
        pytest.param(
            "X.\n\nGo: SysInfo (flattened)\n",
            [(("daemon/create.go",), "SysInfo")],
            id="with a remark",
        ),
        pytest.param("X.\n\nGo: what Go gives for free\n", [], id="prose"),
        pytest.param("X.\n", [], id="nothing"),
        pytest.param(None, [], id="no docstring"),
    ],
)
def test_go_lines_of_functions_are_read(doc: str | None, expected: list[object]) -> None:
    found = [(reference.paths, reference.symbol) for reference in references(doc, MODULE)]

    assert found == expected


def test_a_module_may_name_several_files_of_one_package() -> None:
    assert go_paths("X.\n\nGo: a/b.go, c.go\n") == ("a/b.go", "a/c.go")


def test_a_permalink_names_tag_and_lines() -> None:
    place = Place("docker/cli", "v20.10.13", "cli/cobra.go", "f", 3, 3)

    assert place.url == "https://github.com/docker/cli/blob/v20.10.13/cli/cobra.go#L3"


def test_a_symbol_is_found_in_the_repository_of_its_side() -> None:
    reference = Reference(("cli/command/container/create.go",), "runCreate")

    place = source.find(reference, "cli.command.container.create")

    assert place is not None
    assert (place.repository, place.first, place.last) == ("docker/cli", 77, 103)


def test_a_part_of_a_function_has_the_lines_that_its_docstring_gives() -> None:
    (reference,) = references("X.\n\nGo: runCreate (L78-L87)\n", "Y.\n\nGo: a/create.go\n")

    assert (reference.symbol, reference.lines) == ("runCreate", (78, 87))
    assert reference.key == "runCreate (L78-L87)"


def test_a_single_line_may_be_a_part() -> None:
    (reference,) = references("X.\n\nGo: Daemon.create (L189)\n", "Y.\n\nGo: a/create.go\n")

    assert reference.lines == (189, 189)
    assert reference.key == "Daemon.create (L189)"


def test_a_part_is_found_in_its_function() -> None:
    reference = Reference(("cli/command/container/create.go",), "runCreate", (78, 87))

    place = source.find(reference, "cli.command.container.create")

    assert place is not None
    assert (place.symbol, place.first, place.last) == ("runCreate L78-L87", 78, 87)
    assert place.part
    assert place.url.endswith("create.go#L78-L87")


def test_a_part_that_the_lock_does_not_know_is_not_found() -> None:
    reference = Reference(("cli/command/container/create.go",), "runCreate", (78, 500))

    assert source.find(reference, "cli.command.container.create") is None
