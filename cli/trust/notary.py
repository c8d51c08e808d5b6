"""The signatures of one repository, at a notary server.

Only the first step is here: ask for the root of trust. Checking signatures by the rules of The
Update Framework is not, so an answer is always a refusal: better no image than one unchecked.

Go: vendor/github.com/theupdateframework/notary/client/client.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

from engine.client.request import Request
from engine.client.transport import Transport, TransportError
from engine.golang import errors

if TYPE_CHECKING:
    import ssl

_TIMEOUT = 30.0  # seconds


class NetworkError(errors.GoError):
    """The server cannot be reached.

    Go: storage.NetworkError
    """


class RepositoryNotExist(errors.GoError):
    """The server has no signatures for the repository.

    Go: errors.go ErrRepositoryNotExist
    """

    def __init__(self, remote: str, gun: str) -> None:
        super().__init__(f"{remote} does not have trust data for {gun}")


class Repository:
    """What a notary server has on one repository.

    Go: interface.go Repository
    """

    def __init__(
        self, server: str, gun: str, config: ssl.SSLContext, actions: tuple[str, ...]
    ) -> None:
        self.server = server
        self.gun = gun
        self.actions = actions
        self._tls = config

    def get_target_by_name(self, name: str, *roles: str) -> NoReturn:
        """Ask for the signatures of the tag ``name``.

        Raises:
            NetworkError: the server cannot be reached.
            RepositoryNotExist: it has none for the repository.
            GoError: it has some, and nobody here can check them.

        Go: repository.GetTargetByName
        """
        status = self._get_root()
        if status == 404:
            raise RepositoryNotExist(urlsplit(self.server).netloc, self.gun)
        raise errors.GoError(
            f"signatures of {self.gun}:{name} cannot be checked here, so nothing was pulled; "
            "use --disable-content-trust to do without"
        )

    def _get_root(self) -> int:
        url = urlsplit(self.server)
        path = f"{url.path.rstrip('/')}/v2/{self.gun}/_trust/tuf/root.json"
        addr = url.netloc if url.port else f"{url.netloc}:443"
        transport = Transport("tcp", addr, self._tls)
        request = Request(method="GET", target=path, host=url.netloc, timeout=_TIMEOUT)
        try:
            return transport.round_trip(request).status
        except TransportError as error:
            from engine.golang import tls_errors

            # Go has no http.Client here, which would see that it is HTTP that came.
            said = str(error).replace(tls_errors.NOT_TLS, tls_errors.FIRST_RECORD)
            raise NetworkError(said) from error
        finally:
            transport.close()
