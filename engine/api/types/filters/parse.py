"""Filters of a list or of events: under each key a set of values.

Go: api/types/filters/parse.go
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from engine import errdefs
from engine.golang import regexp, struct_tags


class InvalidFilter(errdefs.InvalidParameter):
    """No such filter here (HTTP 400).

    Go: invalidFilter
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"Invalid filter '{name}'")


class Args:
    """What a client filters by.

    Go: Args
    """

    __slots__ = ("_fields",)

    def __init__(self, fields: dict[str, dict[str, bool]] | None = None) -> None:
        self._fields = fields if fields is not None else {}

    def __len__(self) -> int:
        return len(self._fields)

    def keys(self) -> list[str]:
        """Return the names of the filters.

        Go: Args.Keys
        """
        return list(self._fields)

    def get(self, field: str) -> list[str]:
        """Return the values given for ``field``.

        Go: Args.Get
        """
        return list(self._fields.get(field) or ())

    def add(self, key: str, value: str) -> None:
        """Let ``value`` pass ``key`` too.

        Go: Args.Add
        """
        self._fields.setdefault(key, {})[value] = True

    def contains(self, field: str) -> bool:
        """Say whether ``field`` was given.

        Go: Args.Contains
        """
        return field in self._fields

    def exact_match(self, key: str, source: str) -> bool:
        """Say whether ``source`` is one of the values, or none was given.

        Go: Args.ExactMatch
        """
        values = self._fields.get(key)
        return values.get(source, False) if values else True

    def unique_exact_match(self, key: str, source: str) -> bool:
        """Say whether ``source`` is the only value, or none was given.

        Go: Args.UniqueExactMatch
        """
        values = self._fields.get(key)
        if not values:
            return True
        return len(values) == 1 and values.get(source, False)

    def fuzzy_match(self, key: str, source: str) -> bool:
        """Say whether ``source`` starts with one of the values, or none was given.

        Go: Args.FuzzyMatch
        """
        return self.exact_match(key, source) or source.startswith(tuple(self.get(key)))

    def match(self, field: str, source: str) -> bool:
        """Say whether a value, as a regular expression, is found in ``source``, or none was given.

        Go: Args.Match
        """
        return self.exact_match(field, source) or any(
            _search(value, source) for value in self.get(field)
        )

    def match_kv_list(self, key: str, sources: dict[str, str] | None) -> bool:
        """Say whether all ``key`` or ``key=value`` are in ``sources``, or none was given.

        Go: Args.MatchKVList
        """
        for wanted in self.get(key):
            name, equals, value = wanted.partition("=")
            found = (sources or {}).get(name)
            if found is None or (equals and found != value):
                return False
        return True

    def validate(self, accepted: Collection[str]) -> None:
        """Refuse filters that nobody will look at.

        Raises:
            InvalidFilter: one is not in ``accepted``.

        Go: Args.Validate
        """
        for name in self._fields:
            if name not in accepted:
                raise InvalidFilter(name)

    def walk_values(self, field: str, op: Callable[[str], object]) -> None:
        """Call ``op`` with each value; what it raises ends that.

        Go: Args.WalkValues
        """
        for value in self.get(field):
            op(value)


def from_json(text: str) -> Args:
    """Return the filters that a client sent, in today's form or that of before API 1.22.

    Raises:
        JSONError: it is neither.

    Go: FromJSON
    """
    if not text:
        return Args()
    try:
        sets: dict[str, dict[str, bool] | None] = struct_tags.unmarshal(
            dict[str, dict[str, bool] | None], text
        )
        return Args({key: values or {} for key, values in (sets or {}).items()})
    except struct_tags.JSONError as error:
        try:
            lists: dict[str, list[str] | None] = struct_tags.unmarshal(
                dict[str, list[str] | None], text
            )
        except struct_tags.JSONError:
            raise error from None
        return Args({key: dict.fromkeys(values or (), True) for key, values in lists.items()})


def _search(pattern: str, source: str) -> bool:
    try:
        return regexp.match_string(pattern, source)
    except regexp.BadPattern:
        return False
