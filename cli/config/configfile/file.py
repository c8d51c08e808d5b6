"""``config.json``: passwords, headers, proxies, the current context.

The file is only read here; no command of this project changes it.

Go: cli/config/configfile/file.go
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from dataclasses import field, fields

from cli.config.credentials.credentials import Store
from cli.config.credentials.file_store import FileStore
from cli.config.types import AuthConfig
from engine.golang import struct_tags
from engine.golang.errors import GoError
from engine.golang.struct_tags import tag
from engine.golang.structs import struct

# Where the password of a file so old that it names no registry belongs.
_DEFAULT_INDEX_SERVER = "https://index.docker.io/v1/"


@struct(kw_only=True)
class ProxyConfig:
    """The proxies that containers are to use.

    Go: ProxyConfig
    """

    http_proxy: str = field(default="", metadata=tag("httpProxy", omitempty=True))
    https_proxy: str = field(default="", metadata=tag("httpsProxy", omitempty=True))
    no_proxy: str = field(default="", metadata=tag("noProxy", omitempty=True))
    ftp_proxy: str = field(default="", metadata=tag("ftpProxy", omitempty=True))


@struct(kw_only=True)
class KubernetesConfig:
    """Settings of a feature long gone, still checked.

    Go: KubernetesConfig
    """

    all_namespaces: str = field(default="", metadata=tag("allNamespaces", omitempty=True))


@struct(kw_only=True)
class ConfigFile:
    """All parts of the file, also those that nothing here looks at: they can be wrong, too.

    Go: ConfigFile
    """

    filename: str = ""
    auth_configs: dict[str, AuthConfig] | None = field(default=None, metadata=tag("auths"))
    http_headers: dict[str, str] | None = field(default=None, metadata=tag("HttpHeaders"))
    ps_format: str = field(default="", metadata=tag("psFormat"))
    images_format: str = field(default="", metadata=tag("imagesFormat"))
    networks_format: str = field(default="", metadata=tag("networksFormat"))
    plugins_format: str = field(default="", metadata=tag("pluginsFormat"))
    volumes_format: str = field(default="", metadata=tag("volumesFormat"))
    stats_format: str = field(default="", metadata=tag("statsFormat"))
    detach_keys: str = field(default="", metadata=tag("detachKeys"))
    credentials_store: str = field(default="", metadata=tag("credsStore"))
    credential_helpers: dict[str, str] | None = field(default=None, metadata=tag("credHelpers"))
    service_inspect_format: str = field(default="", metadata=tag("serviceInspectFormat"))
    services_format: str = field(default="", metadata=tag("servicesFormat"))
    tasks_format: str = field(default="", metadata=tag("tasksFormat"))
    secret_format: str = field(default="", metadata=tag("secretFormat"))
    config_format: str = field(default="", metadata=tag("configFormat"))
    nodes_format: str = field(default="", metadata=tag("nodesFormat"))
    prune_filters: list[str] | None = field(default=None, metadata=tag("pruneFilters"))
    proxies: dict[str, ProxyConfig] | None = field(default=None, metadata=tag("proxies"))
    experimental: str = field(default="", metadata=tag("experimental"))
    stack_orchestrator: str = field(default="", metadata=tag("stackOrchestrator"))
    kubernetes: KubernetesConfig | None = field(default=None, metadata=tag("kubernetes"))
    current_context: str = field(default="", metadata=tag("currentContext"))
    cli_plugins_extra_dirs: list[str] | None = field(
        default=None, metadata=tag("cliPluginsExtraDirs")
    )
    plugins: dict[str, dict[str, str]] | None = field(default=None, metadata=tag("plugins"))
    aliases: dict[str, str] | None = field(default=None, metadata=tag("aliases"))

    def contains_auth(self) -> bool:
        """Say whether the file has anything about passwords.

        Go: ConfigFile.ContainsAuth
        """
        return bool(self.credentials_store or self.credential_helpers or self.auth_configs)

    def parse_proxy_config(
        self, host: str, run_opts: Mapping[str, str | None]
    ) -> dict[str, str | None]:
        """Return ``run_opts`` and what it lacks of the proxy variables, in both cases.

        The proxies are those for the daemon at ``host``, else the default ones. The user's
        variables come first, in their order; Go's order is random.

        Go: ConfigFile.ParseProxyConfig
        """
        proxies = self.proxies or {}
        config = proxies.get(host if host in proxies else "default", ProxyConfig())
        permitted = {
            "HTTP_PROXY": config.http_proxy,
            "HTTPS_PROXY": config.https_proxy,
            "NO_PROXY": config.no_proxy,
            "FTP_PROXY": config.ftp_proxy,
        }
        merged = dict(run_opts)
        for name, value in permitted.items():
            if value:
                merged.setdefault(name, value)
                merged.setdefault(name.lower(), value)
        return merged

    def get_credentials_store(self, registry_hostname: str) -> Store:
        """Return where the password for a registry is kept.

        Go: ConfigFile.GetCredentialsStore
        """
        file_store = FileStore(self.auth_configs or {})
        helper = _get_configured_credential_store(self, registry_hostname)
        if not helper:
            return file_store
        from cli.config.credentials.native_store import NativeStore

        return NativeStore(file_store, helper)

    def get_auth_config(self, registry_hostname: str) -> AuthConfig:
        """Return name and password for a registry.

        Raises:
            GoError: the store could not be read.

        Go: ConfigFile.GetAuthConfig
        """
        return self.get_credentials_store(registry_hostname).get(registry_hostname)


def load_from_reader(data: bytes, config_file: ConfigFile) -> ConfigFile:
    """Let ``config_file`` say what ``data`` says, and return it.

    Raises:
        GoError: it is no such file; ``config_file`` has what could be made sense of.

    Go: ConfigFile.LoadFromReader
    """
    try:
        _take(config_file, struct_tags.decode(ConfigFile, data))
    except struct_tags.JSONError as error:
        if str(error) == "EOF":
            return config_file
        if isinstance(error.read, ConfigFile):
            _take(config_file, error.read)
        raise GoError(str(error)) from error
    for address, auth_config in (config_file.auth_configs or {}).items():
        if auth_config.auth:
            auth_config.username, auth_config.password = _decode_auth(auth_config.auth)
        auth_config.auth = ""
        auth_config.server_address = address
    _check_kubernetes_configuration(config_file.kubernetes)
    return config_file


def _take(config_file: ConfigFile, loaded: ConfigFile) -> None:
    for one in fields(ConfigFile):
        if one.name != "filename":
            setattr(config_file, one.name, getattr(loaded, one.name))


def legacy_load_from_reader(data: bytes, config_file: ConfigFile) -> ConfigFile:
    """Return what a ``.dockercfg`` says: passwords, and nothing else.

    Raises:
        GoError: it is no such file.

    Go: ConfigFile.LegacyLoadFromReader
    """
    try:
        auth_configs = struct_tags.unmarshal(dict[str, AuthConfig], data)
    except struct_tags.JSONError:
        config_file.auth_configs = {_DEFAULT_INDEX_SERVER: _oldest_form(data)}
        return config_file
    for address, auth_config in auth_configs.items():
        auth_config.username, auth_config.password = _decode_auth(auth_config.auth)
        auth_config.auth = ""
        auth_config.server_address = address
    config_file.auth_configs = auth_configs
    return config_file


def _oldest_form(data: bytes) -> AuthConfig:
    """Read ``auth = BASE64`` and a second line with an e-mail address."""
    lines = data.decode("utf-8", "replace").split("\n")
    if len(lines) < 2:
        raise GoError("The Auth config file is empty")
    parts = lines[0].split(" = ")
    if len(parts) != 2:
        raise GoError("Invalid Auth config file")
    username, password = _decode_auth(parts[1])
    return AuthConfig(username=username, password=password, server_address=_DEFAULT_INDEX_SERVER)


def _decode_auth(auth: str) -> tuple[str, str]:
    """Return the name and the password that are in base64 together.

    Go: decodeAuth
    """
    if not auth:
        return "", ""
    try:
        plain = binascii.a2b_base64(re.sub(r"[\r\n]", "", auth), strict_mode=True).decode(
            "utf-8", "replace"
        )
    except (binascii.Error, UnicodeError) as error:
        raise GoError(_illegal_base64(auth)) from error
    username, colon, password = plain.partition(":")
    if not colon:
        raise GoError("Invalid auth configuration file")
    return username, password.strip("\0")


def _illegal_base64(auth: str) -> str:
    """Return Go's complaint, which names the first byte that does not belong.

    Go: base64.CorruptInputError.Error
    """
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    at = next((i for i, char in enumerate(auth) if char not in alphabet), len(auth))
    return f"illegal base64 data at input byte {at}"


def _get_configured_credential_store(config_file: ConfigFile, registry_hostname: str) -> str:
    """Return the program for one registry, or the one for all.

    Go: getConfiguredCredentialStore
    """
    helpers = config_file.credential_helpers or {}
    if registry_hostname and registry_hostname in helpers:
        return helpers[registry_hostname]
    return config_file.credentials_store


def _check_kubernetes_configuration(config: KubernetesConfig | None) -> None:
    if config is not None and config.all_namespaces not in ("", "enabled", "disabled"):
        raise GoError(
            "invalid 'kubernetes.allNamespaces' value, should be 'enabled' or 'disabled': "
            f"{config.all_namespaces}"
        )
