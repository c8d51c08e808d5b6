import pytest

from engine.vendor.docker.go_units.duration import human_duration

SECOND = 10**9
HOUR = 3600 * SECOND


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [
        (SECOND // 2, "Less than a second"),
        (SECOND, "1 second"),
        (45 * SECOND, "45 seconds"),
        (60 * SECOND, "About a minute"),
        (59 * 60 * SECOND, "59 minutes"),
        (HOUR, "About an hour"),
        (89 * 60 * SECOND, "About an hour"),
        (90 * 60 * SECOND, "2 hours"),
        (47 * HOUR, "47 hours"),
        (48 * HOUR, "2 days"),
        (13 * 24 * HOUR, "13 days"),
        (15 * 24 * HOUR, "2 weeks"),
        (61 * 24 * HOUR, "2 months"),
        (800 * 24 * HOUR, "2 years"),
    ],
)
def test_a_time_is_told_as_roughly_as_people_do(nanoseconds, text):
    assert human_duration(nanoseconds) == text
