"""HTTP as Go's server speaks it: every byte over a real socket."""

import socket
import threading
import time

import pytest

from engine.golang import http
from engine.golang.errors import GoError


class Running:
    def __init__(self, path, handler):
        self.server = http.Server(handler)
        self.path = path
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen()
        self.thread = threading.Thread(target=self.server.serve, args=(self.listener,))
        self.thread.start()
        self.sockets = []

    def connect(self):
        sock = socket.socket(socket.AF_UNIX)
        sock.settimeout(10)
        sock.connect(self.path)
        self.sockets.append(sock)
        return sock

    def ask(self, data):
        """Send bytes, say no more, and return everything up to the end of the connection."""
        sock = self.connect()
        sock.sendall(data)
        sock.shutdown(socket.SHUT_WR)
        return everything(sock)

    def close(self):
        for sock in self.sockets:
            sock.close()
        self.server.close_listener(self.listener)
        self.server.shutdown(5)
        self.thread.join(5)


def everything(sock):
    return b"".join(iter(lambda: sock.recv(65536), b""))


@pytest.fixture
def run(tmp_path):
    running = []

    def start(handler):
        running.append(Running(str(tmp_path / "h.sock"), handler))
        return running[-1]

    yield start
    for server in running:
        server.close()


def echo(writer, request):
    writer.header["Content-Type"] = "text/plain"
    writer.write(f"{request.method} {request.url.path} ".encode() + request.body.read())


GET = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    ("request_", "line"),
    [
        (b"hello\r\n\r\n", b"400 Bad Request"),
        (b"GET /a\r\n\r\n", b"400 Bad Request"),
        (b"GET /a HTTP/1.1\r\n\r\n", b"400 Bad Request: missing required Host header"),
        (b"GET /a HTTP/1.1\r\nHost: x\r\nfoo\r\n\r\n", b"400 Bad Request"),
        (b"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", b"400 Bad Request"),
        (b"GET a HTTP/1.1\r\nHost: x\r\n\r\n", b"400 Bad Request"),
        (b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", b"400 Bad Request"),
        (
            b"GET /a HTTP/2.0\r\nHost: x\r\n\r\n",
            b"505 HTTP Version Not Supported: unsupported protocol version",
        ),
    ],
    ids=["garbage", "no-version", "no-host", "no-colon", "escape", "target", "length", "version"],
)
def test_what_is_no_request_is_refused_in_gos_words(run, request_, line):
    answer = run(echo).ask(request_)

    assert answer == (
        b"HTTP/1.1 " + line + b"\r\nContent-Type: text/plain; charset=utf-8\r\n"
        b"Connection: close\r\n\r\n" + line
    )


def test_an_unknown_transfer_encoding_is_501(run):
    answer = run(echo).ask(b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 501 Not Implemented\r\n")
    assert answer.endswith(b"\r\n\r\nUnsupported transfer encoding")


def test_endless_headers_are_refused(run):
    answer = run(echo).ask(b"GET /a HTTP/1.1\r\nHost: x\r\nX: " + b"a" * (3 << 20))

    assert answer.startswith(b"HTTP/1.1 431 Request Header Fields Too Large\r\n")


def test_headers_come_sorted_and_the_servers_own_behind_them(run):
    def handler(writer, request):
        writer.header["Zoo"] = "1"
        writer.header["Api"] = "2"
        writer.write(b"x")

    lines = run(handler).ask(GET).split(b"\r\n")

    names = [line.split(b":")[0] for line in lines[1 : lines.index(b"")]]
    assert names == [b"Api", b"Zoo", b"Date", b"Content-Length", b"Content-Type"]


def test_one_connection_serves_request_after_request(run):
    sock = run(echo).connect()
    answers = []
    for _ in range(3):
        sock.sendall(GET)
        answers.append(sock.recv(65536).endswith(b"GET /a "))

    assert answers == [True, True, True]


def test_pipelined_requests_are_answered_in_order(run):
    answer = run(echo).ask(GET + GET.replace(b"/a", b"/b"))

    assert answer.index(b"GET /a ") < answer.index(b"GET /b ")


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /a HTTP/1.0\r\n\r\n",
    ],
    ids=["asked", "http-1.0"],
)
def test_the_connection_ends_where_the_client_wants_no_more(run, request_):
    sock = run(echo).connect()
    sock.sendall(request_)

    answer = everything(sock)

    assert answer.endswith(b"GET /a ")


def test_a_long_body_goes_out_in_chunks_and_a_short_one_with_its_length(run):
    def handler(writer, request):
        writer.write(b"x" * int(request.url.raw_query))

    running = run(handler)
    short, long = (
        running.ask(b"GET /?%d HTTP/1.1\r\nHost: x\r\n\r\n" % size) for size in (2048, 2049)
    )

    assert b"Content-Length: 2048\r\n" in short
    assert b"transfer-encoding: chunked\r\n" in long.lower()


def test_what_is_flushed_arrives_before_the_handler_ends(run):
    go_on = threading.Event()

    def handler(writer, request):
        writer.write(b"first")
        writer.flush()
        go_on.wait(10)
        writer.write(b"second")

    sock = run(handler).connect()
    sock.sendall(GET)

    early = b""
    while b"first" not in early:
        early += sock.recv(65536)
    go_on.set()

    assert b"second" not in early
    assert b"second" in sock.recv(65536)


@pytest.mark.parametrize("status", [204, 304])
def test_some_answers_have_no_body_and_no_length(run, status):
    def handler(writer, request):
        writer.write_header(status)

    answer = run(handler).ask(GET)

    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"Content-Length" not in answer
    assert answer.endswith(b"\r\n\r\n")


def test_head_tells_the_length_and_keeps_the_body(run):
    answer = run(echo).ask(GET.replace(b"GET", b"HEAD"))

    assert b"Content-Length: 8\r\n" in answer
    assert answer.endswith(b"\r\n\r\n")


def test_the_first_status_holds(run):
    def handler(writer, request):
        writer.write_header(201)
        writer.header["Late"] = "1"
        writer.write_header(500)

    answer = run(handler).ask(GET)

    assert answer.startswith(b"HTTP/1.1 201 Created\r\n")
    assert b"Late" not in answer


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Length: 5\r\n\r\nhello",
        b"Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
    ],
    ids=["length", "chunks"],
)
def test_a_body_is_read_whole(run, body):
    answer = run(echo).ask(b"POST /a HTTP/1.1\r\nHost: x\r\n" + body)

    assert answer.endswith(b"POST /a hello")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"Content-Length: 5\r\n\r\nhe", "unexpected EOF"),
        (b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "invalid byte in chunk length"),
    ],
    ids=["cut-off", "chunk"],
)
def test_a_broken_body_is_an_error_of_its_reader_and_ends_the_connection(run, body, words):
    seen = []

    def handler(writer, request):
        try:
            request.body.read()
        except GoError as error:
            seen.append(str(error))
        writer.write(b"told")

    answer = run(handler).ask(b"POST /a HTTP/1.1\r\nHost: x\r\n" + body)

    assert seen == [words]
    assert answer.endswith(b"told")
    assert b"Connection: close\r\n" in answer


def test_a_body_nobody_read_does_not_disturb_the_next_request(run):
    def handler(writer, request):
        writer.write(request.url.path.encode())

    answer = run(handler).ask(
        b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello" + GET
    )

    assert answer.count(b"HTTP/1.1 200 OK") == 2


def test_a_large_body_nobody_read_ends_the_connection_but_the_answer_arrives(run):
    def handler(writer, request):
        writer.write_header(400)

    answer = run(handler).ask(
        b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n" + b"x" * 2000000
    )

    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"Connection: close\r\n" in answer


def test_a_client_that_waits_is_told_to_go_on_once_its_body_is_wanted(run):
    sock = run(echo).connect()
    sock.sendall(
        b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    )

    go_on = sock.recv(65536)
    sock.sendall(b"hi")

    assert go_on == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert sock.recv(65536).endswith(b"POST /a hi")


def test_a_client_that_waits_for_a_body_nobody_wants_is_not_told_to_go_on(run):
    def handler(writer, request):
        writer.write_header(404)

    sock = run(handler).connect()
    sock.sendall(
        b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    )

    answer = everything(sock)

    assert answer.startswith(b"HTTP/1.1 404 Not Found\r\n")
    assert b"Connection: close\r\n" in answer


def test_another_expectation_is_417(run):
    answer = run(echo).ask(b"GET /a HTTP/1.1\r\nHost: x\r\nExpect: more\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 417 Expectation Failed\r\n")


def test_options_of_the_server_itself_are_empty(run):
    answer = run(echo).ask(b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"Content-Length: 0\r\n" in answer


def test_a_target_may_be_a_whole_url(run):
    answer = run(echo).ask(b"GET http://docker/a%20b?c HTTP/1.1\r\nHost: x\r\n\r\n")

    assert answer.endswith(b"GET /a b ")


def test_a_context_ends_when_the_client_hangs_up(run):
    ended = threading.Event()

    def handler(writer, request):
        with request.context() as context:
            if context.wait(10):
                ended.set()

    sock = run(handler).connect()
    sock.sendall(GET)

    sock.close()

    assert ended.wait(5)


def test_a_client_that_sends_more_has_not_hung_up(run):
    seen = []

    def handler(writer, request):
        time.sleep(0.05)
        seen.append(request.cancelled())

    sock = run(handler).connect()
    sock.sendall(GET + GET)
    while len(seen) < 2:
        sock.recv(65536)

    assert seen == [False, False]


def test_shutdown_hangs_up_on_the_idle_and_tells_the_busy(run):
    ended = threading.Event()

    def handler(writer, request):
        if request.url.path == "/busy":
            while not request.cancelled():
                time.sleep(0.01)
            ended.set()

    running = run(handler)
    idle, busy = running.connect(), running.connect()
    idle.sendall(GET)
    idle.recv(65536)
    busy.sendall(GET.replace(b"/a", b"/busy"))
    time.sleep(0.05)

    running.server.close_listener(running.listener)
    in_time = running.server.shutdown(5)

    assert in_time
    assert ended.is_set()
    assert idle.recv(1) == b""
    assert everything(busy).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_client_of_http_1_0_is_answered_in_its_version(run):
    def handler(writer, request):
        for word in (b"HTTP/1.1 first", b"HTTP/1.1 second\r\nConnection: close\r\n"):
            writer.write(word)
            writer.flush()

    answer = run(handler).ask(b"GET /a HTTP/1.0\r\n\r\n")

    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.0 200 OK\r\n")
    assert b"Connection" not in head
    assert body == b"HTTP/1.1 firstHTTP/1.1 second\r\nConnection: close\r\n"


def test_a_length_that_no_number_holds_is_refused(run):
    answer = run(echo).ask(b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % 2**63)

    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")


def test_a_client_that_waits_without_a_body_may_go_on(run):
    request = b"GET /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n"

    answer = run(echo).ask(request + GET)

    assert answer.count(b"HTTP/1.1 200 OK") == 2


def test_headers_are_utf_8(run):
    def handler(writer, request):
        writer.write(request.header.get("X").encode("utf-8", "surrogateescape"))

    answer = run(handler).ask(b"GET /a HTTP/1.1\r\nHost: x\r\nX: \xc3\xa4\xff\r\n\r\n")

    assert answer.endswith(b"\r\n\r\n\xc3\xa4\xff")
