"""Flag values of the command line, and checks of their texts.

Go: opts
"""

from cli.opts.env import validate_env
from cli.opts.envfile import parse_env_file
from cli.opts.file import BadKey
from cli.opts.gpus import GpuOpts
from cli.opts.hosts import parse_host, parse_tcp_addr, validate_extra_host, validate_host
from cli.opts.mount import MountOpt
from cli.opts.network import NetworkAttachmentOpts, NetworkOpt
from cli.opts.numbers import MemBytes, MemSwapBytes, NanoCPUs, parse_cpus
from cli.opts.opts import (
    ListOpts,
    MapOpts,
    NamedListOpts,
    parse_link,
    validate_dns_search,
    validate_ip_address,
    validate_label,
    validate_link,
    validate_mac_address,
    validate_sysctl,
)
from cli.opts.parse import (
    convert_kv_strings_to_map,
    convert_kv_strings_to_map_with_nil,
    parse_restart_policy,
    read_kv_env_strings,
    read_kv_strings,
)
from cli.opts.quotedstring import QuotedString
from cli.opts.throttledevice import (
    ThrottledeviceOpt,
    validate_throttle_bps_device,
    validate_throttle_iops_device,
)
from cli.opts.ulimit import UlimitOpt
from cli.opts.weightdevice import WeightdeviceOpt, validate_weight_device

__all__ = [
    "BadKey",
    "GpuOpts",
    "ListOpts",
    "MapOpts",
    "MemBytes",
    "MemSwapBytes",
    "MountOpt",
    "NamedListOpts",
    "NanoCPUs",
    "NetworkAttachmentOpts",
    "NetworkOpt",
    "QuotedString",
    "ThrottledeviceOpt",
    "UlimitOpt",
    "WeightdeviceOpt",
    "convert_kv_strings_to_map",
    "convert_kv_strings_to_map_with_nil",
    "parse_cpus",
    "parse_env_file",
    "parse_host",
    "parse_link",
    "parse_restart_policy",
    "parse_tcp_addr",
    "read_kv_env_strings",
    "read_kv_strings",
    "validate_dns_search",
    "validate_env",
    "validate_extra_host",
    "validate_host",
    "validate_ip_address",
    "validate_label",
    "validate_link",
    "validate_mac_address",
    "validate_sysctl",
    "validate_throttle_bps_device",
    "validate_throttle_iops_device",
    "validate_weight_device",
]
