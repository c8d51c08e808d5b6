"""Input and output that know whether they are a terminal.

Go: cli/streams
"""

from cli.streams.in_ import In
from cli.streams.out import Out

__all__ = ["In", "Out"]
