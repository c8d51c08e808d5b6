"""A network.

Go: vendor/github.com/docker/libnetwork/network.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import Int64, tag
from engine.golang.structs import struct

# Where drivers keep what only they understand.
GENERIC_DATA = "com.docker.network.generic"


@struct(slots=True, kw_only=True)
class Network:
    """A network as ``local-kv.db`` keeps it; Go writes the keys in alphabetical order.

    Go: network
    """

    addr_space: str = field(default="", metadata=tag("addrSpace"))
    attachable: bool = field(default=False, metadata=tag("attachable"))
    config_from: str = field(default="", metadata=tag("configFrom"))
    config_only: bool = field(default=False, metadata=tag("configOnly"))
    created: str = field(default="", metadata=tag("created"))
    enable_ipv6: bool = field(default=False, metadata=tag("enableIPv6"))
    generic: dict[str, dict[str, str]] | None = field(default=None, metadata=tag("generic"))
    id: str = field(default="", metadata=tag("id"))
    in_delete: bool = field(default=False, metadata=tag("inDelete"))
    ingress: bool = field(default=False, metadata=tag("ingress"))
    internal: bool = field(default=False, metadata=tag("internal"))
    ipam_options: dict[str, str] | None = field(default=None, metadata=tag("ipamOptions"))
    ipam_type: str = field(default="default", metadata=tag("ipamType"))
    # Lists, as texts of JSON within the JSON.
    ipam_v4_config: str = field(default="", metadata=tag("ipamV4Config", omitempty=True))
    ipam_v4_info: str = field(default="", metadata=tag("ipamV4Info", omitempty=True))
    ipam_v6_config: str = field(default="", metadata=tag("ipamV6Config", omitempty=True))
    ipam_v6_info: str = field(default="", metadata=tag("ipamV6Info", omitempty=True))
    labels: dict[str, str] | None = field(default=None, metadata=tag("labels"))
    load_balancer_ip: str = field(default="", metadata=tag("loadBalancerIP"))
    load_balancer_mode: str = field(default="NAT", metadata=tag("loadBalancerMode"))
    name: str = field(default="", metadata=tag("name"))
    network_type: str = field(default="", metadata=tag("networkType"))
    persist: bool = field(default=True, metadata=tag("persist"))
    post_ipv6: bool = field(default=False, metadata=tag("postIPv6"))
    scope: str = field(default="local", metadata=tag("scope"))

    def driver_options(self) -> dict[str, str]:
        """Return what the driver was told.

        Go: network.DriverOptions
        """
        return dict((self.generic or {}).get(GENERIC_DATA) or {})


@struct(slots=True, kw_only=True)
class IpamConf:
    """The addresses that somebody wants for a network.

    Go: IpamConf
    """

    preferred_pool: str = field(default="", metadata=tag("PreferredPool"))
    sub_pool: str = field(default="", metadata=tag("SubPool"))
    gateway: str = field(default="", metadata=tag("Gateway"))
    aux_addresses: dict[str, str] | None = field(default=None, metadata=tag("AuxAddresses"))


@struct(slots=True, kw_only=True)
class IpamInfo:
    """The addresses that a network has got: a text of JSON within the JSON.

    Go: IpamInfo
    """

    ipam_data: str = field(default="", metadata=tag("IPAMData"))
    pool_id: str = field(default="", metadata=tag("PoolID"))


@struct(slots=True, kw_only=True)
class IPAMData:
    """A network's pool, and the address in it that leads out; both with their mask.

    Go: driverapi/driverapi.go IPAMData
    """

    address_space: str = field(default="", metadata=tag("AddressSpace"))
    gateway: str = field(default="", metadata=tag("Gateway"))
    pool: str = field(default="", metadata=tag("Pool"))


@struct(slots=True, kw_only=True)
class EndpointCount:
    """How many containers are connected.

    Go: endpoint_cnt.go endpointCnt
    """

    count: Int64 = field(default=0, metadata=tag("Count"))
