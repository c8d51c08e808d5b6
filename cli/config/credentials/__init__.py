"""Passwords for registries: in the file, or kept by another program.

Go: cli/config/credentials
"""

from cli.config.credentials.credentials import Store
from cli.config.credentials.default_store import detect_default_store
from cli.config.credentials.file_store import FileStore, convert_to_hostname
from cli.config.credentials.native_store import NativeStore

__all__ = [
    "FileStore",
    "NativeStore",
    "Store",
    "convert_to_hostname",
    "detect_default_store",
]
