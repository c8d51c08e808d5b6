"""Which networks a list shows.

Go: daemon/network/filter.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.filters import Args
from engine.golang.errors import GoError
from engine.runconfig import is_pre_defined_network

if TYPE_CHECKING:
    from engine.api.types.network.resource import NetworkResource

_DANGLING = {"0": False, "false": False, "1": True, "true": True}


def filter_networks(nws: list[NetworkResource], filter: Args) -> list[NetworkResource]:
    """Return the networks that pass.

    Raises:
        InvalidParameter: ``dangling`` is neither true nor false.
        GoError: there is no such type.

    Go: FilterNetworks
    """
    found = [
        nw
        for nw in nws
        if filter.exact_match("driver", nw.driver)
        and filter.match("name", nw.name)
        and filter.match("id", nw.id)
        and filter.match_kv_list("label", nw.labels)
        and filter.exact_match("scope", nw.scope)
    ]
    if values := filter.get("dangling"):
        found = [nw for nw in found if _is_dangling(nw) is _wants_dangling(values)]
    if filter.contains("type"):
        found = [nw for type_ in filter.get("type") for nw in _filter_network_by_type(found, type_)]
    return found


def _wants_dangling(values: list[str]) -> bool:
    if len(values) > 1:
        raise errdefs.InvalidParameter('got more than one value for filter key "dangling"')
    if values[0] not in _DANGLING:
        raise errdefs.InvalidParameter(
            'invalid value for filter \'dangling\', must be "true" (or "1"), or "false" (or "0")'
        )
    return _DANGLING[values[0]]


def _is_dangling(nw: NetworkResource) -> bool:
    """Say whether nobody uses a network that somebody made.

    Go: filterNetworkByUse
    """
    return not is_pre_defined_network(nw.name) and not nw.containers and not nw.services


def _filter_network_by_type(nws: list[NetworkResource], type_: str) -> list[NetworkResource]:
    """Go: filterNetworkByType."""
    if type_ not in ("builtin", "custom"):
        raise GoError(f"invalid filter: 'type'='{type_}'")
    return [nw for nw in nws if is_pre_defined_network(nw.name) == (type_ == "builtin")]
