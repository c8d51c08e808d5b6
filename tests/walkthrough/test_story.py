"""A small engine of our own is watched, and the story of it is read."""

from __future__ import annotations

import http.client
import http.server
import io
import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from walkthrough.choice import EVERYTHING
from walkthrough.lesson import Lesson
from walkthrough.render import Renderer, new_console
from walkthrough.step import Step
from walkthrough.story import Story
from walkthrough.view import View


def store_layer(root: Path, layer: str) -> str:
    os.mkdir(root / layer, 0o710)
    return write_link(root, layer)


def write_link(root: Path, layer: str) -> str:
    (root / layer / "link").write_text("ABCDEF")
    return "ABCDEF"


def failing_create(root: Path) -> None:
    try:
        os.mkdir(root / "half")
        check_space(root)
    except OSError:
        clean_up(root)
        raise


def check_space(root: Path) -> None:
    raise OSError(28, "No space left on device")


def clean_up(root: Path) -> None:
    os.rmdir(root / "half")


def many(times: int) -> None:
    for number in range(times):
        one(number)


def one(number: int) -> int:
    return number


def ask(port: int) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    answer = read_answer(do_request(connection))
    connection.close()
    Handler.answered.set()
    Handler.done.wait(5)
    return answer


def do_request(connection: http.client.HTTPConnection) -> http.client.HTTPResponse:
    body = json.dumps({"Image": "bb", "Cmd": None, "HostConfig": {"Memory": 0, "Binds": ["v:/v"]}})
    headers = {"Content-Type": "application/json", "X-Registry-Auth": "c2VjcmV0"}
    connection.request("POST", "/containers/create", body, headers)
    return connection.getresponse()


def read_answer(answer: http.client.HTTPResponse) -> dict[str, Any]:
    return dict(json.loads(answer.read()))


def serve_request() -> bytes:
    return b'{"Id": "42", "Warnings": []}\n'


def after_the_answer() -> None:
    return


def in_a_thread(root: Path) -> None:
    worker = threading.Thread(target=store_layer, args=(root, "worker"))
    worker.start()
    worker.join()


class Handler(http.server.BaseHTTPRequestHandler):
    answered = threading.Event()
    done = threading.Event()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = serve_request()
        self.send_response(201)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
        self.answered.wait(5)
        after_the_answer()
        self.done.set()

    def log_message(self, format: str, *args: object) -> None:
        return


def lesson(step: Callable[..., Any], *show: str, id: str = "") -> Lesson:
    name = step.__name__
    return Lesson(id=id or name, step=step, title=f"About {name}", why="For a reason.", show=show)


LESSONS = [
    lesson(store_layer, "layer"),
    lesson(write_link, "layer"),
    lesson(failing_create),
    lesson(check_space),
    lesson(clean_up),
    lesson(many, "times"),
    lesson(one, "number"),
    lesson(ask),
    lesson(do_request, id="client.doRequest"),
    lesson(read_answer),
    lesson(serve_request),
    lesson(after_the_answer),
    lesson(in_a_thread),
]


@pytest.fixture
def port() -> Iterator[int]:
    Handler.answered.clear()
    Handler.done.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield int(server.server_address[1])
    server.shutdown()
    server.server_close()
    thread.join()


def told(root: Path, run: Callable[[], object]) -> str:
    """Return the story of `run` as plain text, with steady lines and times."""
    text = io.StringIO()
    console = new_console(text)
    renderer = Renderer(console, lambda _: None, lambda _: "0 ms")
    with Story(LESSONS, str(root), View(EVERYTHING, renderer)) as story:
        run()
    assert story.failure is None
    plain = text.getvalue().replace(str(root), "<root>")
    plain = re.sub(r"\S+\.py:\d+", "<place>", plain)
    return re.sub(r"127\.0\.0\.1:\d+|Date: .*", "<steady>", plain)


def test_calls_nest_and_effects_stand_at_the_step_that_made_them(
    tmp_path: Path, snapshot: Any
) -> None:
    text = told(tmp_path, lambda: store_layer(tmp_path, "one"))

    snapshot.assert_match(text, "nested.txt")


def test_an_error_and_the_clean_up_after_it_are_told(tmp_path: Path, snapshot: Any) -> None:
    def run() -> None:
        with pytest.raises(OSError, match="No space"):
            failing_create(tmp_path)

    text = told(tmp_path, run)

    snapshot.assert_match(text, "error.txt")


def test_each_of_many_alike_calls_is_told(tmp_path: Path) -> None:
    text = told(tmp_path, lambda: many(40))

    assert text.count(" one(number=") == 40


def test_the_servers_steps_hang_under_the_clients_request(
    tmp_path: Path, port: int, snapshot: Any
) -> None:
    text = told(tmp_path, lambda: ask(port))

    snapshot.assert_match(re.sub(r"Server: .*|User-Agent: .*", "<steady>", text), "request.txt")
    assert "c2VjcmV0" not in text


def test_a_thread_hangs_under_the_step_that_started_it(tmp_path: Path, snapshot: Any) -> None:
    text = told(tmp_path, lambda: in_a_thread(tmp_path))

    snapshot.assert_match(text, "thread.txt")


def test_a_teller_that_fails_does_not_alter_the_run(tmp_path: Path) -> None:
    class Broken(Renderer):
        def opened(self, step: Step) -> None:
            raise BrokenPipeError("nobody listens")

    teller = Broken(new_console(io.StringIO()), lambda _: None)

    with Story(LESSONS, str(tmp_path), teller) as story:
        result = store_layer(tmp_path, "one")

    assert result == "ABCDEF"
    assert isinstance(story.failure, BrokenPipeError)


def test_no_line_is_wider_than_eighty_columns(tmp_path: Path) -> None:
    text = told(tmp_path, lambda: store_layer(tmp_path, "x" * 200))

    assert max(len(line) for line in text.splitlines()) <= 80
