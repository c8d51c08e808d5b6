"""Tells addresses of different kinds apart.

Go: pkg/urlutil/urlutil.go
"""

from engine.pkg.urlutil.urlutil import is_transport_url

__all__ = ["is_transport_url"]
