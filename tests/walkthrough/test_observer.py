from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Callable, Iterator
from types import FrameType, FunctionType
from typing import Any

import pytest

from walkthrough.observer import Observer, code_of, frame_of


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


class TopShelf(Shelf):
    def put(self, thing: str) -> str:
        return super().put(thing).upper()


class Notes:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def started(self, function: FunctionType, frame: FrameType) -> None:
        self.lines.append(f"{function.__name__} starts")

    def returned(self, function: FunctionType, value: object) -> None:
        self.lines.append(f"{function.__name__} returns {value!r}")

    def raised(self, function: FunctionType, error: BaseException) -> None:
        self.lines.append(f"{function.__name__} raises {error!r}")


def watch(*functions: Callable[..., Any]) -> tuple[Observer, Notes]:
    notes = Notes()
    return Observer(functions, notes), notes


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


def test_a_function_with_variables_around_it_can_be_looked_into() -> None:
    class Looks(Notes):
        def started(self, function: FunctionType, frame: FrameType) -> None:
            self.lines.append(frame.f_locals["thing"])

    looks = Looks()

    with Observer([TopShelf.put], looks):
        TopShelf().put("a book")

    assert looks.lines == ["a book", "put returns 'PUT A BOOK'"]


def test_new_threads_are_watched() -> None:
    observer, notes = watch(add)

    with observer:
        thread = threading.Thread(target=add, args=(20, 22))
        thread.start()
        thread.join()

    assert notes.lines == ["add starts", "add returns 42"]


def test_a_failing_listener_does_not_alter_the_run() -> None:
    class Broken(Notes):
        def started(self, function: FunctionType, frame: FrameType) -> None:
            raise OSError("the projector is off")

    observer = Observer([add], Broken())

    with observer:
        result = add(2, 2)

    assert result == 4
    assert str(observer.failure) == "the projector is off"


# Failing on purpose.


class Breaker(Notes):
    """Has functions fail: `at` when it begins, or where the caller of `after` goes on."""

    where = ("first", "second")

    def __init__(self, *, at: str = "", after: str = "") -> None:
        super().__init__()
        self._at, self._after = at, after
        self.observer: Observer | None = None

    def started(self, function: FunctionType, frame: FrameType) -> None:
        super().started(function, frame)
        if function.__name__ == self._at:
            self._at = ""
            self.observer.fail(OSError("broken"))  # type: ignore[union-attr]

    def returned(self, function: FunctionType, value: object) -> None:
        super().returned(function, value)
        if function.__name__ == self._after:
            self._after = ""
            self.observer.fail_after(  # type: ignore[union-attr]
                frame_of(function),
                OSError("broken"),
                lambda begun: begun.f_code.co_name in self.where,
            )


def break_it(breaker: Breaker, *functions: Callable[..., Any]) -> Observer:
    observer = Observer(functions, breaker)
    breaker.observer = observer
    return observer


def wrap(number: int) -> int:
    return -number


def first() -> int:
    return 1


def second() -> int:
    return 2


def calls_one_after_the_other() -> int:
    return first() + wrap(1) + second()


def mends() -> str:
    try:
        number = calls_one_after_the_other()
        return f"fine: {wrap(number)} {second()}"
    except OSError as error:
        return f"mended: {error}, {first()}"


def test_a_function_can_be_made_to_fail_and_the_telling_goes_on() -> None:
    breaker = Breaker(at="second")

    with break_it(breaker, first, second, calls_one_after_the_other):
        told = mends()

    assert told == "mended: broken, 1"
    assert breaker.lines == [
        "calls_one_after_the_other starts",
        "first starts",
        "first returns 1",
        "second starts",
        "second raises OSError('broken')",
        "calls_one_after_the_other raises OSError('broken')",
        "first starts",
        "first returns 1",
    ]


def test_it_fails_once() -> None:
    with break_it(Breaker(at="first"), first):
        told = [mends() for _ in range(2)]

    assert told == ["mended: broken, 1", "fine: -2 2"]


def test_after_a_function_the_next_one_fails_watched_or_not() -> None:
    for watched in ((first,), (first, second)):
        with break_it(Breaker(after="first"), *watched):
            told = mends()

        assert told == "mended: broken, 1"


def test_if_the_caller_calls_nothing_more_its_own_caller_is_struck() -> None:
    breaker = Breaker(after="second")

    with break_it(breaker, second):
        told = mends()

    assert told == "mended: broken, 1"
    assert breaker.lines == [
        "second starts",
        "second returns 2",
        "second starts",
        "second raises OSError('broken')",
    ]


def test_a_caller_that_fails_by_itself_is_not_made_to_fail() -> None:
    def divides() -> float:
        return first() / 0

    def goes_on() -> int:
        with contextlib.suppress(ZeroDivisionError):
            divides()
        return second()

    with break_it(Breaker(after="first"), first):
        told = goes_on()

    assert told == 2


def test_another_thread_is_not_struck() -> None:
    def runs_another() -> str:
        number = first()
        thread = threading.Thread(target=lambda: seen.append(second()))
        try:
            thread.start()
            thread.join()
            return f"fine: {wrap(number)}, {second()}"
        except OSError as error:
            return f"mended: {error}"

    seen: list[int] = []
    breaker = Breaker(after="first")

    with break_it(breaker, first, second):
        told = runs_another()

    assert (told, seen) == ("mended: broken", [2])


def test_only_python_functions_can_be_watched() -> None:
    with pytest.raises(TypeError, match="no Python code"):
        code_of(len)
