from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest

from walkthrough.observer import Observer, code_of


def add(left: int, right: int) -> int:
    return left + right


def fail(text: str) -> None:
    raise ValueError(text)


def returns_nothing_after_an_error() -> None:
    with contextlib.suppress(ValueError):
        fail("inside")


def leaves_without_a_word(text: str) -> None:
    with contextlib.suppress(KeyError):
        fail(text)


def count_to(limit: int) -> Iterator[int | None]:
    for number in range(limit):
        yield number or None


@contextlib.contextmanager
def opened(name: str) -> Iterator[str]:
    yield name.upper()


def logged(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def inner(*args: object) -> object:
        return function(*args)

    return inner


@logged
def decorated(value: str) -> str:
    return value * 2


class Shelf:
    def put(self, thing: str) -> str:
        return f"put {thing}"

    @staticmethod
    def size() -> int:
        return 3

    @classmethod
    def make(cls) -> Shelf:
        return cls()


class Notes:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def started(self, frame: FrameType) -> None:
        self.lines.append(f"{frame.f_code.co_name} starts")

    def returned(self, frame: FrameType, value: object) -> None:
        self.lines.append(f"{frame.f_code.co_name} returns {value!r}")

    def raised(self, frame: FrameType, error: BaseException) -> None:
        self.lines.append(f"{frame.f_code.co_name} raises {error!r}")


def watch(*functions: Callable[..., Any]) -> tuple[Observer, Notes]:
    notes = Notes()
    return Observer([code_of(function) for function in functions], notes), notes


def test_a_call_is_told_with_its_result() -> None:
    observer, notes = watch(add)

    with observer:
        add(1, 2)

    assert notes.lines == ["add starts", "add returns 3"]


def test_what_was_not_chosen_is_not_told() -> None:
    observer, notes = watch(add)

    with observer:
        decorated("x")

    assert notes.lines == []


def test_nothing_is_told_after_the_block() -> None:
    observer, notes = watch(add)
    with observer:
        add(1, 2)

    add(3, 4)

    assert len(notes.lines) == 2


def test_an_error_is_told_and_goes_on_its_way() -> None:
    observer, notes = watch(fail)

    with observer, pytest.raises(ValueError, match="no"):
        fail("no")

    assert notes.lines == ["fail starts", "fail raises ValueError('no')"]


def test_an_error_that_was_caught_inside_is_no_error() -> None:
    observer, notes = watch(returns_nothing_after_an_error)

    with observer:
        returns_nothing_after_an_error()

    assert notes.lines[-1] == "returns_nothing_after_an_error returns None"


def test_an_error_that_passes_through_a_with_is_told() -> None:
    observer, notes = watch(leaves_without_a_word)

    with observer, pytest.raises(ValueError, match="deep"):
        leaves_without_a_word("deep")

    assert notes.lines[-1] == "leaves_without_a_word raises ValueError('deep')"


def test_a_generator_is_one_step_from_first_to_last() -> None:
    observer, notes = watch(count_to)

    with observer:
        list(count_to(3))

    assert notes.lines == ["count_to starts", "count_to returns None"]


def test_a_context_manager_is_one_step() -> None:
    observer, notes = watch(opened, add)

    with observer, opened("door"):
        add(1, 1)

    assert notes.lines == ["opened starts", "add starts", "add returns 2", "opened returns None"]


def test_an_error_thrown_into_a_context_manager_is_told() -> None:
    observer, notes = watch(opened)

    with observer, pytest.raises(ValueError, match="within"), opened("door"):
        fail("within")

    assert notes.lines == ["opened starts", "opened raises ValueError('within')"]


def test_the_function_below_a_decorator_is_the_step() -> None:
    observer, notes = watch(decorated)

    with observer:
        decorated("ab")

    assert notes.lines == ["decorated starts", "decorated returns 'abab'"]


def test_methods_of_all_kinds_are_steps() -> None:
    observer, notes = watch(Shelf.put, Shelf.size, Shelf.make)

    with observer:
        Shelf.make().put("cup")
        Shelf.size()

    assert [line for line in notes.lines if line.endswith("starts")] == [
        "make starts",
        "put starts",
        "size starts",
    ]


def test_new_threads_are_watched() -> None:
    observer, notes = watch(add)

    with observer:
        thread = threading.Thread(target=add, args=(20, 22))
        thread.start()
        thread.join()

    assert notes.lines == ["add starts", "add returns 42"]


def test_a_failing_listener_does_not_alter_the_run() -> None:
    class Broken(Notes):
        def started(self, frame: FrameType) -> None:
            raise OSError("the projector is off")

    observer = Observer([code_of(add)], Broken())

    with observer:
        result = add(2, 2)

    assert result == 4
    assert str(observer.failure) == "the projector is off"


def test_only_python_functions_can_be_watched() -> None:
    with pytest.raises(TypeError, match="no Python code"):
        code_of(len)
