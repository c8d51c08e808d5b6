"""The cache of the newer builder, which is always empty here.

Go: builder/builder-next/builder.go
"""

from engine.builder.builder_next.builder import Builder

__all__ = ["Builder"]
