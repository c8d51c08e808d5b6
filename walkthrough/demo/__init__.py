"""The bundled image, and the registry on loopback that serves it."""
