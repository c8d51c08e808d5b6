"""Which registry a name means, and whether it may be talked to without a certificate.

Go: registry/config.go
"""

from __future__ import annotations

import logging
from dataclasses import field
from urllib.parse import urlsplit

from engine.api.types.registry import IndexInfo, IPNetwork, ServiceConfig
from engine.golang.errors import GoError
from engine.golang.strconv import quote
from engine.golang.structs import struct
from engine.registry import hosts
from engine.registry.types import RepositoryInfo
from engine.vendor.docker.distribution import reference

DEFAULT_NAMESPACE = "docker.io"
DEFAULT_REGISTRY_VERSION_HEADER = "Docker-Distribution-Api-Version"
INDEX_HOSTNAME = "index.docker.io"
INDEX_SERVER = f"https://{INDEX_HOSTNAME}/v1/"
INDEX_NAME = "docker.io"
DEFAULT_V2_REGISTRY = "https://registry-1.docker.io"

_log = logging.getLogger(__name__)


@struct(slots=True, kw_only=True)
class ServiceOptions:
    """What the daemon was told about registries.

    ``certs_dir`` holds certificates, in a directory for each host; empty is the usual place. Go has
    no such setting, and only the usual place.

    Go: ServiceOptions
    """

    allow_nondistributable_artifacts: list[str] = field(default_factory=list)
    mirrors: list[str] = field(default_factory=list)
    insecure_registries: list[str] = field(default_factory=list)
    certs_dir: str = ""


def new_service_config(options: ServiceOptions) -> ServiceConfig:
    """Return the settings that ``options`` mean.

    Raises:
        GoError: one of them is no registry.

    Go: newServiceConfig
    """
    config = ServiceConfig()
    load_allow_nondistributable_artifacts(config, options.allow_nondistributable_artifacts)
    load_mirrors(config, options.mirrors)
    load_insecure_registries(config, options.insecure_registries)
    return config


def load_allow_nondistributable_artifacts(config: ServiceConfig, registries: list[str]) -> None:
    """Set the registries that may be sent layers which others may not.

    Raises:
        GoError: one of them is neither a host nor a network.

    Go: serviceConfig.LoadAllowNondistributableArtifacts
    """
    what = "allow-nondistributable-artifacts registry"
    networks: dict[str, IPNetwork] = {}
    hostnames: list[str] = []
    for registry in registries:
        validate_index_name(registry)
        if "://" in registry:
            raise GoError(f"{what} {registry} should not contain '://'")
        network = hosts.parse_cidr(registry)
        if network is not None:
            networks[str(network)] = network
            continue
        try:
            hosts.validate_host_port(registry)
        except GoError as error:
            raise GoError(f"{what} {registry} is not valid: {error}") from error
        hostnames.append(registry)
    config.allow_nondistributable_artifacts_cidrs = list(networks.values())
    config.allow_nondistributable_artifacts_hostnames = list(dict.fromkeys(hostnames))


def load_mirrors(config: ServiceConfig, mirrors: list[str]) -> None:
    """Set the mirrors of Docker Hub, each once.

    Raises:
        GoError: one of them is no plain HTTP address.

    Go: serviceConfig.LoadMirrors
    """
    config.mirrors = list(dict.fromkeys(validate_mirror(mirror) for mirror in mirrors))
    _configure_public_registry(config)


def load_insecure_registries(config: ServiceConfig, registries: list[str]) -> None:
    """Set the registries that need no certificate; this host's own address is always one.

    Raises:
        GoError: one of them is neither a host nor a network; nothing has changed.

    Go: serviceConfig.LoadInsecureRegistries
    """
    networks: list[IPNetwork] = []
    indexes: dict[str, IndexInfo] = {}
    for registry in (*registries, "127.0.0.0/8"):
        validate_index_name(registry)
        host = _without_scheme(registry)
        network = hosts.parse_cidr(host)
        if network is not None:
            if network not in networks:
                networks.append(network)
            continue
        try:
            hosts.validate_host_port(host)
        except GoError as error:
            raise GoError(f"insecure registry {host} is not valid: {error}") from error
        indexes[host] = IndexInfo(name=host, mirrors=[], secure=False, official=False)
    config.insecure_registry_cidrs = networks
    config.index_configs = indexes
    _configure_public_registry(config)


def _without_scheme(registry: str) -> str:
    for scheme in ("http://", "https://"):
        if registry.lower().startswith(scheme):
            _log.warning(
                "insecure registry %s should not contain '%s' and '%s' has been removed from the "
                "insecure registry config",
                registry,
                scheme,
                scheme,
            )
            return registry[len(scheme) :]
    if "://" in registry:
        raise GoError(f"insecure registry {registry} should not contain '://'")
    return registry


def _configure_public_registry(config: ServiceConfig) -> None:
    config.index_configs[INDEX_NAME] = IndexInfo(
        name=INDEX_NAME, mirrors=config.mirrors, secure=True, official=True
    )


def allow_nondistributable_artifacts(config: ServiceConfig, hostname: str) -> bool:
    """Say whether the registry ``hostname`` may be sent layers which others may not.

    Go: allowNondistributableArtifacts
    """
    if hostname in config.allow_nondistributable_artifacts_hostnames:
        return True
    return hosts.is_cidr_match(config.allow_nondistributable_artifacts_cidrs, hostname)


def is_secure_index(config: ServiceConfig, index_name: str) -> bool:
    """Say whether the registry must show a certificate.

    A name is looked up, to compare its addresses with the insecure networks.

    Go: isSecureIndex
    """
    index = config.index_configs.get(index_name)
    if index is not None:
        return index.secure
    return not hosts.is_cidr_match(config.insecure_registry_cidrs, index_name)


def validate_mirror(text: str) -> str:
    """Return ``text`` as an address that ends with a slash.

    Raises:
        GoError: not HTTP, or with more than a host in it.

    Go: ValidateMirror
    """
    try:
        uri = urlsplit(text)
    except ValueError as error:
        raise GoError(f"invalid mirror: {quote(text)} is not a valid URI") from error
    if uri.scheme not in ("http", "https"):
        raise GoError(f"invalid mirror: unsupported scheme {quote(uri.scheme)} in {quote(text)}")
    if uri.path not in ("", "/") or uri.query or uri.fragment:
        raise GoError(f"invalid mirror: path, query, or fragment at end of the URI {quote(text)}")
    if uri.username is not None:
        shown = text.replace(uri.netloc, f"{uri.username}:xxxxx@{uri.netloc.rpartition('@')[2]}")
        raise GoError(f"invalid mirror: username/password not allowed in URI {quote(shown)}")
    return text.removesuffix("/") + "/"


def validate_index_name(name: str) -> str:
    """Return the registry's name, the old one of Docker Hub replaced.

    Raises:
        GoError: it begins or ends with a hyphen.

    Go: ValidateIndexName
    """
    if name == "index.docker.io":
        name = "docker.io"
    if name.startswith("-") or name.endswith("-"):
        raise GoError(f"invalid index name ({name}). Cannot begin or end with a hyphen")
    return name


def new_index_info(config: ServiceConfig, index_name: str) -> IndexInfo:
    """Return what is known about the registry ``index_name``.

    Raises:
        GoError: it is no name for a registry.

    Go: newIndexInfo
    """
    name = validate_index_name(index_name)
    index = config.index_configs.get(name)
    if index is not None:
        return index
    return IndexInfo(name=name, mirrors=[], secure=is_secure_index(config, name), official=False)


def get_auth_config_key(index: IndexInfo) -> str:
    """Return the key of a registry's password in the user's file.

    Go: GetAuthConfigKey
    """
    return INDEX_SERVER if index.official else index.name


def new_repository_info(config: ServiceConfig, name: reference.Named) -> RepositoryInfo:
    """Return repository and registry of ``name``.

    Raises:
        GoError: the registry's name is none.

    Go: newRepositoryInfo
    """
    index = new_index_info(config, reference.domain(name))
    official = "/" not in reference.familiar_name(name)
    return RepositoryInfo(name=reference.trim_named(name), index=index, official=official)


def parse_repository_info(repos_name: reference.Named) -> RepositoryInfo:
    """Return repository and registry of ``repos_name``, where nothing was configured.

    Raises:
        GoError: the registry's name is none.

    Go: ParseRepositoryInfo
    """
    return new_repository_info(new_service_config(ServiceOptions()), repos_name)
