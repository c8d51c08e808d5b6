"""Random names.

Go: pkg/namesgenerator/names-generator.go
"""

from engine.pkg.namesgenerator.names_generator import get_random_name

__all__ = ["get_random_name"]
