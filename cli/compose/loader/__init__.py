"""Reads volume texts.

Go: cli/compose/loader
"""

from cli.compose.loader.volume import InvalidSpec, parse_volume

__all__ = ["InvalidSpec", "parse_volume"]
