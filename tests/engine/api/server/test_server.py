"""Between a socket and a handler: paths, versions, errors, connections."""

import logging
import threading
import time

import pytest

from engine import errdefs
from engine.api.server.httputils import Response
from engine.api.server.router import local
from engine.golang.errors import GoError
from engine.golang.panic import nil_dereference


class Routes:
    def __init__(self, *routes):
        self._routes = routes

    def routes(self):
        return self._routes


def hello(request):
    return Response(200, {"Content-Type": "text/plain"}, b"hello " + request.version.encode())


def failing(error):
    def handler(request):
        raise error

    return Routes(local.new_get_route("/fail", handler))


def test_a_route_answers_with_and_without_a_version_in_its_path(serve):
    client = serve(Routes(local.new_get_route("/hello", hello)))

    answers = [client.request("GET", path).body for path in ("/hello", "/v1.30/hello")]

    assert answers == [b"hello 1.41", b"hello 1.30"]


def test_answers_carry_the_headers_of_dockerd(serve):
    client = serve(Routes(local.new_get_route("/hello", hello)), experimental=True)

    headers = client.request("GET", "/hello").headers

    assert headers.pop("Date").endswith(" GMT")
    assert headers == {
        "Api-Version": "1.41",
        "Content-Length": "10",
        "Content-Type": "text/plain",
        "Docker-Experimental": "true",
        "Ostype": "linux",
        "Server": "Docker/20.10.13 (linux)",
    }


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/nope"), ("POST", "/hello"), ("GET", "/v1.41/nope"), ("GET", "/hello/")],
    ids=["unknown", "other-method", "unknown-with-version", "slash-behind"],
)
def test_what_no_route_fits_is_not_found_and_no_middleware_sees_it(serve, method, path):
    client = serve(Routes(local.new_get_route("/hello", hello)))

    answer = client.request(method, path)

    assert (answer.status, answer.body) == (404, b'{"message":"page not found"}\n')
    assert "Api-Version" not in answer.headers


def test_clients_up_to_1_23_read_their_errors_as_text(serve):
    client = serve(failing(errdefs.Conflict("busy")))

    answer = client.request("GET", "/v1.23/fail")

    assert (answer.status, answer.body) == (409, b"busy\n")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errdefs.NotFound("it <is> & was"), 404),
        (errdefs.InvalidParameter("it <is> & was"), 400),
        (GoError("it <is> & was"), 500),
        (ValueError("it <is> & was"), 500),
    ],
    ids=["not-found", "invalid", "unclassified", "unforeseen"],
)
def test_an_error_becomes_status_and_message_without_html_escapes(serve, error, status):
    client = serve(failing(error))

    answer = client.request("GET", "/fail")

    assert (answer.status, answer.body) == (status, b'{"message":"it <is> & was"}\n')
    assert answer.headers["Content-Type"] == "application/json"


def test_only_the_engines_own_faults_are_logged(serve, caplog):
    client = serve(failing(GoError("disk on fire")), failing(errdefs.NotFound("no such thing")))

    client.request("GET", "/v1.40/fail")

    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert errors == ["Handler for GET /v1.40/fail returned error: disk on fire"]


@pytest.mark.parametrize(
    ("error", "has_traceback"),
    [(ValueError("odd"), True), (BrokenPipeError(32, "Broken pipe"), False), (GoError("x"), False)],
    ids=["unforeseen", "the client left", "foreseen"],
)
def test_the_log_has_the_way_to_a_fault_that_nobody_foresaw(serve, caplog, error, has_traceback):
    client = serve(failing(error))

    client.request("GET", "/fail")

    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert bool(record.exc_info) == has_traceback


def test_a_panic_closes_the_connection_without_an_answer(serve, caplog):
    client = serve(failing(nil_dereference()))

    answer = client.raw(b"GET /fail HTTP/1.1\r\nHost: docker\r\n\r\n")

    assert answer == b""
    assert "http: panic serving" in caplog.text


def test_a_double_slash_is_redirected_to_the_clean_path(serve):
    client = serve(Routes(local.new_get_route("/hello", hello)))

    answer = client.request("GET", "//hello?a=1")

    assert (answer.status, answer.headers["Location"]) == (301, "/hello?a=1")


def test_the_last_registered_middleware_runs_first(serve):
    order = []

    class Noting:
        def __init__(self, name):
            self.name = name

        def wrap_handler(self, handler):
            def handle(request):
                order.append(self.name)
                return handler(request)

            return handle

    from engine.api.server.server import Config, Server

    server = Server(Config())
    server.use_middleware(Noting("first"))
    server.use_middleware(Noting("second"))

    server.handler_with_global_middlewares(lambda request: None)(None)

    assert order == ["second", "first"]


def test_shutting_down_lets_a_running_request_finish(tmp_path):
    from engine.api.server.server import Config, Server
    from engine.vendor.docker.go_connections import sockets

    entered, path = threading.Event(), str(tmp_path / "d.sock")

    def slow(request):
        entered.set()
        time.sleep(0.2)
        return Response(200, {}, b"done")

    server = Server(Config())
    server.init_router(Routes(local.new_get_route("/slow", slow)))
    server.accept(path, sockets.new_unix_socket(path, -1))
    serving = threading.Thread(target=server.wait)
    serving.start()
    import socket

    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect(path)
        sock.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        entered.wait(5)

        server.close()
        server.shutdown(5)

        assert sock.recv(65536).endswith(b"done")
    serving.join(5)
    assert not serving.is_alive()


def test_a_listener_that_fails_is_reported_by_wait(tmp_path):
    from engine.api.server.server import Config, Server
    from engine.vendor.docker.go_connections import sockets

    listener = sockets.new_unix_socket(str(tmp_path / "d.sock"), -1)
    listener.close()
    server = Server(Config())
    server.accept("d.sock", listener)

    with pytest.raises(OSError, match="Bad file descriptor"):
        server.wait()
