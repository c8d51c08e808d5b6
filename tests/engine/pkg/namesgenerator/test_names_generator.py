import random
import re

import pytest

from engine.pkg import namesgenerator
from engine.pkg.namesgenerator import names_generator


@pytest.mark.parametrize(("retry", "pattern"), [(0, r"[a-z]+_[a-z]+"), (1, r"[a-z]+_[a-z]+[0-9]")])
def test_a_digit_follows_only_after_a_failed_try(retry, pattern):
    name = namesgenerator.get_random_name(retry)

    assert re.fullmatch(pattern, name)


def test_steve_wozniak_is_not_boring():
    # From this state on the generator would draw that very pair first.
    left = names_generator._LEFT.index("boring")
    right = names_generator._RIGHT.index("wozniak")
    seed = next(seed for seed in range(10**6) if _draws(seed) == (left, right))
    random.seed(seed)

    name = namesgenerator.get_random_name(0)

    assert name != "boring_wozniak"


def _draws(seed):
    generator = random.Random(seed)
    return (
        generator._randbelow(len(names_generator._LEFT)),
        generator._randbelow(len(names_generator._RIGHT)),
    )


def test_there_are_as_many_words_as_in_go_and_none_twice():
    words = (names_generator._LEFT, names_generator._RIGHT)

    counts = [(len(list_), len(set(list_))) for list_ in words]

    assert counts == [(108, 108), (237, 237)]
