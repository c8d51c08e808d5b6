"""Images in archives: `docker load` and `docker save`.

Go: image/tarexport/tarexport.go
"""

from engine.image.tarexport.tarexport import LogImageEvent, TarExporter, new_tar_exporter

__all__ = ["LogImageEvent", "TarExporter", "new_tar_exporter"]
