"""Flags that come before the first command: where the daemon is, and how to reach it.

Go: cli/flags/common.go
"""

from __future__ import annotations

import os
from dataclasses import field

from cli.config import config as cliconfig
from cli.error import StatusError
from cli.opts.opts import NamedListOpts
from cli.opts.quotedstring import QuotedString
from engine.golang.structs import struct
from engine.vendor.spf13.pflag import FlagSet, Ref

DEFAULT_CA_FILE = "ca.pem"
DEFAULT_KEY_FILE = "key.pem"
DEFAULT_CERT_FILE = "cert.pem"
FLAG_TLS_VERIFY = "tlsverify"

# logrus' levels, and the nearest of Python's.
_LEVELS = {
    "panic": "CRITICAL",
    "fatal": "CRITICAL",
    "error": "ERROR",
    "warn": "WARNING",
    "warning": "WARNING",
    "info": "INFO",
    "debug": "DEBUG",
    "trace": "DEBUG",
}


@struct()
class TLSOptions:
    """Which certificates to use.

    Go: vendor/github.com/docker/go-connections/tlsconfig/config.go Options
    """

    ca_file: str = ""
    cert_file: str = ""
    key_file: str = ""
    insecure_skip_verify: bool = False


@struct()
class CommonOptions:
    """What the flags said.

    Go: CommonOptions
    """

    debug: bool = False
    hosts: list[str] = field(default_factory=list)
    log_level: str = ""
    tls: bool = False
    tls_verify: bool = False
    tls_options: TLSOptions | None = None
    context: str = ""

    def install_flags(self, flags: FlagSet) -> None:
        """Define the flags; some defaults come from the environment.

        Go: CommonOptions.InstallFlags
        """
        flags.bool_var_p(Ref(self, "debug"), "debug", "D", False, "Enable debug mode")
        flags.string_var_p(
            Ref(self, "log_level"),
            "log-level",
            "l",
            "info",
            'Set the logging level ("debug"|"info"|"warn"|"error"|"fatal")',
        )
        tls = os.environ.get("DOCKER_TLS", "") != ""
        flags.bool_var(Ref(self, "tls"), "tls", tls, "Use TLS; implied by --tlsverify")
        verify = os.environ.get("DOCKER_TLS_VERIFY", "") != ""
        flags.bool_var(
            Ref(self, "tls_verify"), FLAG_TLS_VERIFY, verify, "Use TLS and verify the remote"
        )
        self._install_tls_flags(flags)
        hosts = NamedListOpts("hosts", self.hosts)
        flags.var_p(hosts, "host", "H", "Daemon socket(s) to connect to")
        flags.string_var_p(
            Ref(self, "context"),
            "context",
            "c",
            "",
            "Name of the context to use to connect to the daemon (overrides DOCKER_HOST env var "
            'and default context set with "docker context use")',
        )

    def _install_tls_flags(self, flags: FlagSet) -> None:
        folder = os.environ.get("DOCKER_CERT_PATH") or cliconfig.dir()
        options = TLSOptions(
            ca_file=os.path.join(folder, DEFAULT_CA_FILE),
            cert_file=os.path.join(folder, DEFAULT_CERT_FILE),
            key_file=os.path.join(folder, DEFAULT_KEY_FILE),
        )
        self.tls_options = options
        for attribute, name, usage in (
            ("ca_file", "tlscacert", "Trust certs signed only by this CA"),
            ("cert_file", "tlscert", "Path to TLS certificate file"),
            ("key_file", "tlskey", "Path to TLS key file"),
        ):
            flags.var(QuotedString(Ref(options, attribute)), name, usage)

    def set_default_options(self, flags: FlagSet) -> None:
        """Decide whether to encrypt, now that all flags are known.

        Go: CommonOptions.SetDefaultOptions
        """
        # Even --tlsverify=false turns TLS on, for the user spoke of it.
        if flags.changed(FLAG_TLS_VERIFY) or self.tls_verify:
            self.tls = True
        options = self.tls_options
        if not self.tls or options is None:
            self.tls_options = None
            return
        options.insecure_skip_verify = not self.tls_verify
        # Nobody asked for these files, so that they may be missing.
        if not flags.changed("tlscert") and not os.path.exists(options.cert_file):
            options.cert_file = ""
        if not flags.changed("tlskey") and not os.path.exists(options.key_file):
            options.key_file = ""


def set_log_level(log_level: str) -> None:
    """Let only messages of ``log_level`` and above through; empty text means ``info``.

    Raises:
        StatusError: there is no such level.

    Go: SetLogLevel
    """
    level = log_level.lower() or "info"
    if level not in _LEVELS:
        raise StatusError(f"Unable to parse logging level: {log_level}", 1)
    if level != "info":
        import logging

        logging.getLogger().setLevel(_LEVELS[level])
