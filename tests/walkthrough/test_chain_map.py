"""The map of the chain: nothing of the lessons or of the ledger is missing in it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from walkthrough import chain_map, chain_map_formats, lessons
from walkthrough.chain_map import Entry, Ledger, Mark
from walkthrough.render import new_console
from walkthrough.words import speaker


@pytest.fixture(scope="module")
def whole() -> list[Entry]:
    return chain_map.entries(lessons.everything())


def entry(whole: list[Entry], id: str) -> Entry:
    return next(one for one in whole if one.id == id)


def without_lines(text: str) -> str:
    """Return a map without the numbers of Python lines, which each change moves."""
    text = re.sub(r"^([=≠+] [\w.]+):\d+( *)", r"\1\2", text, flags=re.MULTILINE)
    return re.sub(r"(\.py)#L\d+", r"\1", text)


def test_each_step_is_in_the_map_in_the_order_of_the_journey(whole: list[Entry]) -> None:
    here = [one.id for one in whole if one.mark is not Mark.LEFT_OUT]

    assert here == [lesson.id for lesson in lessons.everything()]


def test_each_step_has_its_place_in_go_and_in_python(whole: list[Entry]) -> None:
    for one in whole:
        assert (one.place is None) == (one.mark is Mark.LEFT_OUT), one.id
        assert bool(one.path) == (one.mark is not Mark.LEFT_OUT), one.id


def test_what_is_left_out_stands_inside_its_caller_with_the_reason(whole: list[Entry]) -> None:
    left_out = [one for one in whole if one.mark is Mark.LEFT_OUT]

    assert {one.id: one.remarks for one in left_out} == {
        id: (reason,) for id, reason in chain_map.ledger().left_out.items()
    }
    for one in left_out:
        before = whole[whole.index(one) - 1]
        assert before.id.startswith(one.id.rpartition(".")[0])
        assert one.around is not None


def test_each_line_of_the_ledger_is_told(whole: list[Entry]) -> None:
    rest = chain_map.elsewhere(whole)

    told = {remark for one in whole for remark in one.remarks}
    told |= {line for lines in rest.values() for line in lines}
    differences = chain_map.ledger().differences.values()
    assert {line for lines in differences for line in lines} <= told


@pytest.mark.parametrize(
    ("id", "mark"),
    [
        pytest.param("daemon.create", Mark.SAME, id="same"),
        pytest.param(
            "daemon.getImage.manifestMatchesPlatform", Mark.DIFFERS, id="its docstring says so"
        ),
        pytest.param(
            "image.pull.v2Pull.repository.tag.manifestGet", Mark.DIFFERS, id="its class's does"
        ),
        pytest.param(
            "daemon.create.createLayer.createRWLayer", Mark.MENDED, id="its lesson names the mend"
        ),
        pytest.param(
            "daemon.create.createLayer.createRWLayer.saveMount", Mark.MENDED, id="the ledger does"
        ),
    ],
)
def test_marks_come_from_docstrings_and_ledger(whole: list[Entry], id: str, mark: Mark) -> None:
    assert entry(whole, id).mark is mark


def test_of_several_lines_a_step_gets_the_one_that_its_docstring_has() -> None:
    path = "engine/daemon/images/image.py"
    line = "Differs from Go, which looks through the lists that pulls left in containerd."
    book = Ledger({path: ("Differs from Go, which is slower.", line)}, {})

    found = chain_map.entries(lessons.everything(), book)

    assert entry(found, "daemon.getImage.manifestMatchesPlatform").remarks == (line,)
    assert chain_map.elsewhere(found, book) == {path: ("Differs from Go, which is slower.",)}


def test_the_table(trace: Any, snapshot: Any) -> None:
    run = trace("map", "--side", "layer,graphdriver")

    assert run.returncode == 0, run.stderr
    snapshot.assert_match(without_lines(run.stdout), "map.txt")


def test_the_page_in_chinese(trace: Any, snapshot: Any) -> None:
    run = trace("--lang", "zh", "map", "--side=api", "--format=md")

    assert run.returncode == 0, run.stderr
    snapshot.assert_match(without_lines(run.stdout), "map.md")


def test_json_has_all_and_its_links_lead_to_lines(trace: Any) -> None:
    run = trace("map", "--format", "json")

    read = json.loads(run.stdout)
    assert len(read["steps"]) == len(lessons.everything()) + len(chain_map.ledger().left_out)
    assert {step["mark"] for step in read["steps"]} == {"same", "differs", "mended", "left out"}
    for step in read["steps"]:
        assert "#L" in (step["go"] or step["inside"])["url"]
    assert "engine/pkg/archive/compression.py" in read["differences_elsewhere"]


def test_only_links_are_wider_than_the_terminal(whole: list[Entry]) -> None:
    text = io.StringIO()

    chain_map_formats.write_table(
        new_console(text), whole, chain_map.elsewhere(whole), speaker("en")
    )

    wide = [line for line in text.getvalue().splitlines() if len(line) > 80]
    assert [line for line in wide if "https://" not in line] == []


def test_a_part_of_a_function_is_indented_and_has_its_own_lines(whole: list[Entry]) -> None:
    text = io.StringIO()
    chosen = [entry(whole, id) for id in ("cli.parse", "cli.parse.ports")]

    chain_map_formats.write_table(new_console(text), chosen, {}, speaker("en"))

    told = re.sub(r":\d+ ", " ", text.getvalue())
    assert re.search(r"^= parse +parse  L314-L684$", told, re.MULTILINE)
    assert re.search(r"^=   _parse_ports +parse L388-L403$", told, re.MULTILINE)


def test_an_unknown_side_is_refused(trace: Any) -> None:
    run = trace("map", "--side=kernel")

    assert run.returncode == 2
    assert "'kernel' is none of cli, client, api" in " ".join(run.stderr.split())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_count_is_told(whole: list[Entry], lang: str) -> None:
    counted: Callable[..., str] = chain_map_formats.count

    text = counted(whole, speaker(lang))

    first, *others = (int(number) for number in re.findall(r"\d+", text))
    assert first == sum(others) == len(whole)
