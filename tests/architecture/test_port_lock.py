"""What docstrings cite of Docker's sources is in `port.lock`, and the lock is of the tag."""

from __future__ import annotations

import importlib.util
import json
import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from walkthrough import source

HERE = Path(__file__).parent


@cache
def port_lock() -> ModuleType:
    """Load the generator beside this file."""
    spec = importlib.util.spec_from_file_location("port_lock", HERE / "port_lock.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["port_lock"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_every_cited_symbol_is_in_the_lock() -> None:
    others = set(source.lock()["other_packages"])

    missing = {
        f"{citation.module}: {citation.reference.symbol}"
        for citation in port_lock().citations()
        if source.find(citation.reference, citation.module) is None
    }

    assert missing - others == set()


def test_the_lock_is_what_the_sources_say() -> None:
    clones = port_lock().clones_from_environment()
    if clones is None:
        pytest.skip("WALKTHROUGH_MOBY and WALKTHROUGH_DOCKER_CLI name no clones")

    content, missing = port_lock().build(clones)

    assert missing == []
    assert json.loads(source.LOCK.read_text()) == content


def test_lock_and_ledger_are_of_the_same_commits() -> None:
    ledger = tomllib.loads((source.LOCK.parent / "port.toml").read_text())

    repositories = source.lock()["repositories"]

    assert {name: known["commit"] for name, known in repositories.items()} == {
        name: known["commit"] for name, known in ledger["repositories"].items()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "func (d *Driver) Get(id string) error {\n\treturn nil\n}\n",
            {"Driver.Get": ("(*Driver).Get", 1, 3)},
            id="method",
        ),
        pytest.param("func A() int { return 1 }\n", {"A": ("A", 1, 1)}, id="one line"),
        pytest.param(
            "func A(\n\tb int,\n) error {\n\treturn nil\n}\n",
            {"A": ("A", 1, 5)},
            id="signature over lines",
        ),
        pytest.param(
            "const (\n\ta = 1\n\tb = 2\n)\n",
            {"a": ("a", 2, 2), "b": ("b", 3, 3)},
            id="group",
        ),
        pytest.param(
            "type T interface {\n\tM() error\n}\n",
            {"T": ("T", 1, 3), "T.M": ("T.M", 2, 2)},
            id="interface",
        ),
    ],
)
def test_go_declarations_are_found(text: str, expected: dict[str, Any]) -> None:
    found = dict(port_lock().declarations(text))

    assert {name: (s.go, s.first, s.last) for name, s in found.items()} == expected


GO_FILE = "package a\n\nfunc A() int {\n\tb := 1\n\treturn b\n}\n\nfunc C() {}\n"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        pytest.param(None, (3, 6), id="all of it"),
        pytest.param((4, 5), (4, 5), id="inside"),
        pytest.param((4, 8), None, id="ends behind it"),
        pytest.param((1, 4), None, id="begins before it"),
        pytest.param((5, 4), None, id="ends before it begins"),
    ],
)
def test_a_part_must_lie_inside_its_function(
    lines: tuple[int, int] | None, found: tuple[int, int] | None
) -> None:
    whole = dict(port_lock().declarations(GO_FILE))["A"]
    reference = source.Reference(("a/a.go",), "A", lines)

    symbol = port_lock()._part(whole, reference, GO_FILE)

    assert (symbol and (symbol.first, symbol.last)) == found
    assert symbol is None or symbol.go == "A"
