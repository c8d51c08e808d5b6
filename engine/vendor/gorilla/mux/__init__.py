"""Paths to handlers.

Go: vendor/github.com/gorilla/mux/mux.go
"""

from engine.vendor.gorilla.mux.mux import Router

__all__ = ["Router"]
