from __future__ import annotations

import hashlib
import logging

import pytest

from engine.golang.errors import GoError
from engine.layer import Metadata, create_chain_id, log_release_metadata, release_and_log
from engine.layer.layer import create_chain_id_from_parent


def sha256(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


A, B, C = sha256("a"), sha256("b"), sha256("c")


def test_the_lowest_layer_is_named_by_its_own_digest() -> None:
    assert create_chain_id([A]) == A


def test_each_further_layer_is_named_by_all_below_it() -> None:
    assert create_chain_id([A, B]) == sha256(f"{A} {B}")
    assert create_chain_id([A, B, C]) == sha256(f"{sha256(f'{A} {B}')} {C}")


def test_a_chain_can_be_continued() -> None:
    assert create_chain_id_from_parent(create_chain_id([A, B]), C) == create_chain_id([A, B, C])


def test_no_layers_have_no_name() -> None:
    assert create_chain_id([]) == ""


class Store:
    def __init__(self, answer: list[Metadata] | Exception) -> None:
        self.answer = answer

    def release(self, layer: object) -> list[Metadata]:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Named:
    chain_id = A


def test_what_goes_with_a_reference_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    gone = Metadata(chain_id=A, diff_id=A, size=1, diff_size=1)

    release_and_log(Store([gone]), Named())  # type: ignore[arg-type]  # only its name is used

    assert caplog.messages == [f"Layer {A} cleaned up"]


def test_a_failure_to_release_is_logged_and_nothing_more(
    caplog: pytest.LogCaptureFixture,
) -> None:
    release_and_log(Store(GoError("busy")), Named())  # type: ignore[arg-type]

    assert caplog.messages == [f"Error releasing layer {A}: busy"]


def test_nothing_gone_is_nothing_logged(caplog: pytest.LogCaptureFixture) -> None:
    log_release_metadata([])

    assert caplog.messages == []
