"""What the API says about images.

Go: api/types/image/image_history.go
"""

from engine.api.types.image.image_history import HistoryResponseItem

__all__ = ["HistoryResponseItem"]
