"""Plugins: none can be installed here, so none is ever found."""
