"""The user's name and password for a pull.

Go: cli/command/registry.go
"""

from __future__ import annotations

import base64
from collections.abc import Callable

from cli import debug
from cli.command.cli import Cli
from engine import errdefs
from engine.api.types.auth import AuthConfig
from engine.api.types.registry import IndexInfo
from engine.golang import errors, struct_tags
from engine.registry.auth import convert_to_hostname
from engine.registry.config import INDEX_SERVER, get_auth_config_key


def elect_auth_server(cli: Cli) -> str:
    """Return the address under which a password for Docker Hub is kept, by asking the daemon.

    Go: ElectAuthServer
    """
    try:
        address = cli.client.info().index_server_address
    except (errors.GoError, errdefs.Error) as error:
        if debug.is_enabled():
            cli.err.write(
                "Warning: failed to get default registry endpoint from daemon "
                f"({error}). Using system default: {INDEX_SERVER}\n"
            )
        return INDEX_SERVER
    if not address and debug.is_enabled():
        cli.err.write(
            f"Warning: Empty registry endpoint from daemon. Using system default: {INDEX_SERVER}\n"
        )
    return address or INDEX_SERVER


def encode_auth_to_base64(auth_config: AuthConfig) -> str:
    """Return name and password as the header ``X-Registry-Auth`` has them.

    Go: EncodeAuthToBase64
    """
    return base64.urlsafe_b64encode(struct_tags.marshal(auth_config).encode()).decode()


def resolve_auth_config(cli: Cli, index: IndexInfo) -> AuthConfig:
    """Return the user's entry for a registry; none, or one that cannot be read, is empty.

    Go: ResolveAuthConfig
    """
    config_key = elect_auth_server(cli) if index.official else index.name
    try:
        return cli.config_file.get_auth_config(config_key)
    except errors.GoError:
        return AuthConfig()


def registry_authentication_privileged_func(
    cli: Cli, index: IndexInfo, cmd_name: str
) -> Callable[[], str]:
    """Return what asks the user for a password once the registry has refused the stored one.

    Go: RegistryAuthenticationPrivilegedFunc
    """

    def ask() -> str:
        cli.out.write(f"\nPlease login prior to {cmd_name}:\n")
        index_server = get_auth_config_key(index)
        is_default_registry = index_server == elect_auth_server(cli)
        address = index_server if is_default_registry else convert_to_hostname(index_server)
        auth_config = AuthConfig(server_address=address)
        try:
            auth_config.username = cli.config_file.get_auth_config(address).username
        except errors.GoError as error:
            cli.err.write(
                f"Unable to retrieve stored credentials for {index_server}, error: {error}.\n"
            )
        configure_auth(cli, auth_config, is_default_registry)
        return encode_auth_to_base64(auth_config)

    return ask


def configure_auth(cli: Cli, auth_config: AuthConfig, is_default_registry: bool) -> None:
    """Ask the user for name and password and put them into ``auth_config``.

    Raises:
        GoError: nobody is there to ask, or the answer is empty.

    Go: ConfigureAuth
    """
    if not cli.in_.is_terminal():
        raise errors.GoError("Error: Cannot perform an interactive login from a non TTY device")
    default = auth_config.username.strip()
    if is_default_registry:
        cli.out.write(
            "Login with your Docker ID to push and pull images from Docker Hub. If you don't "
            "have a Docker ID, head over to https://hub.docker.com to create one.\n"
        )
    cli.out.write(f"Username ({default}): " if default else "Username: ")
    username = _read_input(cli).strip() or default
    if not username:
        raise errors.GoError("Error: Non-null Username Required")
    password = _read_password(cli)
    if not password:
        raise errors.GoError("Error: Password Required")
    auth_config.username, auth_config.password = username, password


def _read_input(cli: Cli) -> str:
    cli.out.flush()
    return cli.in_.readline().decode("utf-8", "surrogateescape").rstrip("\r\n")


def _read_password(cli: Cli) -> str:
    """Read a line that does not show while it is typed."""
    import termios

    fd = cli.in_.fd()
    before = termios.tcgetattr(fd)
    silent = [*before]
    silent[3] &= ~termios.ECHO
    cli.out.write("Password: ")
    termios.tcsetattr(fd, termios.TCSANOW, silent)
    try:
        password = _read_input(cli)
    finally:
        termios.tcsetattr(fd, termios.TCSANOW, before)
    cli.out.write("\n")
    return password
