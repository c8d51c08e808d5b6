"""The runtime specification and capabilities."""
