"""Show networks over HTTP.

Go: api/server/router/network/network_routes.go
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.server import httputils
from engine.api.server.httputils import Request, Response
from engine.api.types import filters
from engine.api.types.network.resource import NetworkListConfig, NetworkResource
from engine.api.types.versions import compare as versions
from engine.golang import strconv
from engine.golang.errors import GoError

if TYPE_CHECKING:
    from engine.api.server.router.network.network import NetworkRouter

_ACCEPTED_FILTERS = frozenset({"dangling", "driver", "id", "label", "name", "scope", "type"})


def get_networks_list(router: NetworkRouter, request: Request) -> Response:
    """Answer ``GET /networks``.

    Raises:
        InvalidParameter: a filter is unknown.
        JSONError: the filters; nobody classified it (HTTP 500).

    Go: networkRouter.getNetworksList
    """
    httputils.parse_form(request)
    wanted = filters.from_json(request.query.get("filters"))
    wanted.validate(_ACCEPTED_FILTERS)
    detailed = versions.less_than(request.version, "1.28")
    found = router.backend.get_networks(wanted, NetworkListConfig(detailed=detailed))
    return httputils.write_json(HTTPStatus.OK, found)


def get_network(router: NetworkRouter, request: Request) -> Response:
    """Answer ``GET /networks/ID``; a name or the start of an ID will do.

    Raises:
        NotFound: no such network.
        InvalidParameter: more than one, or ``verbose`` is neither true nor false.

    Go: networkRouter.getNetwork
    """
    httputils.parse_form(request)
    term, scope = request.vars["id"], request.query.get("scope")
    config = NetworkListConfig(detailed=True, verbose=_verbose(request.query.get("verbose")))
    wanted = filters.Args()
    if scope:
        wanted.add("scope", scope)
    networks = router.backend.get_networks(wanted, config)
    for network in networks:
        if network.id == term:
            return httputils.write_json(HTTPStatus.OK, network)
    by_name = [network for network in networks if network.name == term]
    by_prefix = [network for network in networks if network.id.startswith(term)]
    for how, found in (("name", by_name), ("ID prefix", by_prefix)):
        if found:
            return httputils.write_json(HTTPStatus.OK, _only_one(term, how, found))
    raise errdefs.NotFound(f"network {term} not found")


def _only_one(term: str, how: str, found: list[NetworkResource]) -> NetworkResource:
    if len(found) > 1:
        raise errdefs.InvalidParameter(
            f"{len(found)} matches found based on {how}: network {term} is ambiguous"
        )
    return found[0]


def _verbose(value: str) -> bool:
    if not value:
        return False
    try:
        return strconv.parse_bool(value)
    except GoError as error:
        raise errdefs.InvalidParameter(f"invalid value for verbose: {value}: {error}") from error


def post_networks_prune(router: NetworkRouter, request: Request) -> Response:
    """Answer ``POST /networks/prune`` with what went.

    Raises:
        JSONError: the filters; nobody classified it (HTTP 500).
        Conflict: somebody is at it already.

    Go: networkRouter.postNetworksPrune
    """
    httputils.parse_form(request)
    wanted = filters.from_json(request.query.get("filters"))
    return httputils.write_json(HTTPStatus.OK, router.backend.networks_prune(wanted))
