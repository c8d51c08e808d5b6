"""The endpoint of a context that is a Docker daemon.

Go: cli/context/docker
"""

from cli.context.docker.load import DOCKER_ENDPOINT, Endpoint

__all__ = ["DOCKER_ENDPOINT", "Endpoint"]
