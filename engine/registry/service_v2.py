"""Where to pull from.

Go: registry/service_v2.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from engine.registry.config import DEFAULT_NAMESPACE, DEFAULT_V2_REGISTRY, INDEX_HOSTNAME

if TYPE_CHECKING:
    from engine.registry.service import APIEndpoint, DefaultService


def lookup_v2_endpoints(service: DefaultService, hostname: str) -> list[APIEndpoint]:
    """Return the addresses of a registry, the best first.

    Docker Hub has mirrors, if any are set; every other registry has one address, and one more
    without TLS if it counts as insecure.

    Go: DefaultService.lookupV2Endpoints
    """
    import ssl

    from engine.golang.tls import default_config
    from engine.registry.service import APIEndpoint

    if hostname in (DEFAULT_NAMESPACE, INDEX_HOSTNAME):
        endpoints = [_mirror(service, mirror) for mirror in service.config.mirrors]
        default = default_config()
        endpoints.append(APIEndpoint(url=DEFAULT_V2_REGISTRY, official=True, tls_config=default))
        return endpoints
    tls = service.tls_config(hostname)
    endpoints = [APIEndpoint(url=f"https://{hostname}", tls_config=tls)]
    if tls.verify_mode == ssl.CERT_NONE:
        endpoints.append(APIEndpoint(url=f"http://{hostname}", tls_config=tls))
    return endpoints


def _mirror(service: DefaultService, mirror: str) -> APIEndpoint:
    from engine.registry.service import APIEndpoint

    if not mirror.startswith(("http://", "https://")):
        mirror = "https://" + mirror
    tls = service.tls_config(urlsplit(mirror).netloc)
    return APIEndpoint(url=mirror, mirror=True, tls_config=tls)
