"""An error's class decides the status; its text is Go's."""

import pytest

from engine import errdefs
from engine.golang import errors


class Taken(errdefs.Conflict):
    def __init__(self, name):
        super().__init__(f"{name} is taken")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errdefs.NotFound("x"), 404),
        (errdefs.InvalidParameter("x"), 400),
        (Taken("x"), 409),
        (errdefs.Unauthorized("x"), 401),
        (errdefs.Unavailable("x"), 503),
        (errdefs.Forbidden("x"), 403),
        (errdefs.NotModified("x"), 304),
        (errdefs.NotImplemented("x"), 501),
        (errdefs.System("x"), 500),
        (errors.GoError("x"), 500),
        (OSError(2, "x"), 500),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_the_class_decides_the_status(error, status):
    assert errdefs.http_status(error) == status


def test_the_outermost_class_wins():
    reported = errdefs.reported_as(errdefs.InvalidParameter)

    with pytest.raises(errdefs.InvalidParameter) as caught, reported:
        raise errdefs.NotFound("No such container: x")

    assert errdefs.http_status(caught.value) == 400
    assert str(caught.value) == "No such container: x"


def test_a_fault_of_the_program_is_blamed_on_nobody():
    with pytest.raises(TypeError), errdefs.reported_as(errdefs.InvalidParameter):
        len(5)


def test_wrapping_keeps_the_class_and_adds_to_the_text():
    wrapped = errors.wrap(Taken("/n"), "create v")

    assert errdefs.http_status(wrapped) == 409
    assert str(wrapped) == "create v: /n is taken"


def test_an_os_error_speaks_go():
    with pytest.raises(errors.GoPathError) as caught, errors.os_error("open", "/nowhere/x"):
        open("/nowhere/x").close()

    assert str(caught.value) == "open /nowhere/x: no such file or directory"
    assert caught.value.errno == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 501, 503])
def test_a_status_becomes_the_class_that_caused_it(status):
    assert errdefs.http_status(errdefs.from_status_code("x", status)) == status


@pytest.mark.parametrize(
    ("status", "kind"),
    [(418, errdefs.InvalidParameter), (502, errdefs.System), (302, errdefs.Unknown)],
)
def test_a_status_without_a_class_of_its_own_goes_by_its_hundred(status, kind):
    assert type(errdefs.from_status_code("x", status)) is kind
