"""Images as they were before Docker 1.10.

Go: image/v1/imagev1.go
"""

from engine.image.v1.imagev1 import (
    create_id,
    history_from_config,
    make_config_from_v1_config,
)

__all__ = ["create_id", "history_from_config", "make_config_from_v1_config"]
