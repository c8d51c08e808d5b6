"""`port.toml` names what differs from Go on purpose, and nothing that does not."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LEDGER: dict[str, Any] = tomllib.loads((ROOT / "walkthrough" / "port.toml").read_text())
_SAYS_SO = re.compile(r"\b(Differs from Go|Unlike dockerd|unlike Go)\b")


def modules_that_differ() -> set[str]:
    """Return the modules in which a docstring says that something differs from Go."""
    found = set()
    for folder in ("cli", "engine"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                    continue
                if _SAYS_SO.search(ast.get_docstring(node) or ""):
                    found.add(file.relative_to(ROOT).as_posix())
    return found


def test_each_module_that_differs_from_go_is_in_the_ledger() -> None:
    assert modules_that_differ() - set(LEDGER["differences"]) == set()


def test_the_ledger_names_no_module_that_says_nothing_of_a_difference() -> None:
    assert set(LEDGER["differences"]) - modules_that_differ() == set()


def test_each_step_left_out_has_its_reason() -> None:
    assert all(len(reason) > 20 for reason in LEDGER["left_out"].values())
