"""How the overlay stack grows."""

from __future__ import annotations

from tests.support.stories import ROOT, UPPER, overlay
from walkthrough.page.files import Files
from walkthrough.page.stack import Plate, Stack

LOW, UP = "b" * 12 + "…", "a" * 12 + "…"
SHORT = {LOW: "B" * 26, f"{UP}-init": "I" * 26, UP: "A" * 26}
Effects = list[tuple[str, str, str]]


def _pictures(effects: Effects) -> list[tuple[int, list[Plate]]]:
    files, stack = Files(ROOT), Stack(ROOT)
    for moment, (kind, target, detail) in enumerate(effects):
        landing = files.landing(target.rstrip("/"))
        files.take(moment, kind, target, detail)
        stack.take(moment, kind, target, detail, landing)
    return stack.pictures


def _layer(name: str, *lowers: str) -> Effects:
    below = ":".join(f"l/{SHORT[lower]}" for lower in lowers)
    return [
        ("mkdir", f"overlay2/{name}/", "mode 0710"),
        ("mkdir", f"overlay2/{name}/diff/", "mode 0755"),
        ("symlink", f"overlay2/l/{SHORT[name]}", f"to ../{name}/diff"),
        *([("create", f"overlay2/{name}/lower", f'mode 0644: "{below}"')] if lowers else []),
    ]


def _seen(plates: list[Plate]) -> list[tuple[str, str]]:
    return [(plate["role"], plate["name"]) for plate in plates]


def test_the_stack_stands_in_the_order_of_lower() -> None:
    effects = [*_layer(LOW), *_layer(f"{UP}-init", LOW), *_layer(UP, f"{UP}-init", LOW)]

    _, last = _pictures(effects)[-1]

    assert _seen(last) == [("upper", UP), ("init", f"{UP}-init"), ("lower", LOW)]
    assert [plate["short"] for plate in last] == [SHORT[p["name"]] for p in last]


def test_a_layer_that_names_no_other_yet_stands_apart() -> None:
    effects = [*_layer(LOW), *_layer(f"{UP}-init", LOW)]

    pictures = _pictures(effects[:-1])

    assert _seen(pictures[-1][1]) == [("init", f"{UP}-init"), ("lower", LOW)]
    assert pictures[-1][1][1]["apart"]
    assert "apart" not in _pictures(effects)[-1][1][1]


def test_merged_is_there_while_it_is_mounted_and_its_files_are_the_uppers() -> None:
    lowers = [f"l/{SHORT[f'{UP}-init']}", f"l/{SHORT[LOW]}"]
    effects = [
        *_layer(LOW),
        *_layer(f"{UP}-init", LOW),
        *_layer(UP),
        ("run", overlay(lowers, UPPER), ""),
        ("create", f"overlay2/{UP}/merged/etc/hosts", "mode 0644"),
        ("run", f"umount {ROOT}/overlay2/{UPPER}/merged", ""),
    ]

    mounted, unmounted = (_pictures(effects[:end])[-1][1] for end in (-1, None))

    assert _seen(mounted)[0] == ("merged", f"overlay2/{UP}/merged")
    assert _seen(mounted)[1:] == _seen(unmounted)
    assert _seen(unmounted)[1:] == [("init", f"{UP}-init"), ("lower", LOW)]
    assert unmounted[0]["files"] == ["etc/hosts"]


def test_layers_that_were_there_before_are_known_by_their_short_names() -> None:
    _, last = _pictures(_layer(f"{UP}-init", LOW))[-1]

    assert last[1]["role"] == "lower"
    assert (last[1]["name"], last[1]["short"]) == ("", SHORT[LOW])


def test_a_lower_too_long_to_be_recorded_is_known_from_the_init_layer() -> None:
    effects = [
        *_layer(LOW),
        *_layer(f"{UP}-init", LOW),
        *_layer(UP),
        ("create", f"overlay2/{UP}/lower", "mode 0644, 3000 bytes"),
    ]

    _, last = _pictures(effects)[-1]

    assert _seen(last) == [("upper", UP), ("init", f"{UP}-init"), ("lower", LOW)]


def test_a_removed_layer_leaves_the_stack() -> None:
    effects = [*_layer(LOW), *_layer(f"{UP}-init", LOW), ("remove", f"overlay2/{UP}-init/", "")]

    _, last = _pictures(effects)[-1]

    assert _seen(last) == [("lower", LOW)]


def test_a_picture_is_taken_only_when_something_is_different() -> None:
    effects = [*_layer(LOW), ("create", "containers/x/config.v2.json", ""), ("run", "tar -x", "")]

    pictures = _pictures(effects)

    assert [moment for moment, _ in pictures] == [0, 2]
