"""A real Chromium without a window, spoken to over the pipe that it offers to debuggers."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PROGRAM = shutil.which("chromium")
MISSING = "Chromium is not installed (Debian's package `chromium`): no page was shown in a browser"
_FLAGS = (
    "--headless",
    "--no-sandbox",  # it refuses to run as root otherwise
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)
# The browser reads its file 3 and writes its file 4.
_AS_3_AND_4 = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
for place, end in enumerate(ends, 3):
    os.dup2(end, place)
os.execv(sys.argv[3], sys.argv[3:])
"""
_CODES = {"Tab": 9, "Enter": 13, " ": 32, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowRight": 39}
_PATIENCE = 60.0

Message = dict[str, Any]


class Chromium:
    """One browser with one page. `heard` has what the browser told unasked, as its protocol does.

    Raises:
        TimeoutError: the browser did not answer.
    """

    def __init__(self, profile: Path, size: tuple[int, int] = (1280, 720)) -> None:
        self.heard: list[Message] = []
        self._rest = b""
        self._count = 0
        self._session = ""
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        command = [str(PROGRAM), *_FLAGS, f"--user-data-dir={profile}"]
        command += ["--window-size={},{}".format(*size), "about:blank"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _AS_3_AND_4, str(theirs_in), str(theirs_out), *command],
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)

    def __enter__(self) -> Self:
        try:
            self._attach()
        except BaseException:
            self._end()
            raise
        return self

    def _attach(self) -> None:
        targets = self.ask("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        attached = self.ask("Target.attachToTarget", targetId=page, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._end()

    def _end(self) -> None:
        os.close(self._out)
        try:
            self._process.wait(5)  # it ends with its pipe
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._in)

    def ask(self, method: str, **parameters: object) -> Message:
        """Send a command of the DevTools protocol and return its result."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive(_PATIENCE)
            if answer.get("id") != self._count:
                self.heard.append(answer)
                continue
            assert "error" not in answer, answer
            result: Message = answer["result"]
            return result

    def _receive(self, patience: float) -> Message:
        deadline = time.monotonic() + patience
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._in], [], [], max(deadline - time.monotonic(), 0))
            if not ready:
                raise TimeoutError("Chromium says nothing")
            data = os.read(self._in, 1 << 20)
            if not data:
                raise TimeoutError("Chromium has gone")
            self._rest += data
        text, _, self._rest = self._rest.partition(b"\0")
        message: Message = json.loads(text)
        return message

    # What a person does.

    def open(self, page: Path, fragment: str = "") -> None:
        """Open a file from disk, and wait until it is shown."""
        self._navigate("about:blank")  # else another fragment of the same page loads nothing
        self._navigate(page.as_uri() + fragment)

    def _navigate(self, address: str) -> None:
        self.heard.clear()
        self.ask("Page.navigate", url=address)
        while not any(message.get("method") == "Page.loadEventFired" for message in self.heard):
            self.heard.append(self._receive(_PATIENCE))

    def press(self, *keys: str) -> None:
        """Press and release keys, one after the other."""
        for key in keys:
            typed = "\r" if key == "Enter" else key
            text = {"text": typed} if len(typed) == 1 else {}
            stroke = {"key": key, "windowsVirtualKeyCode": _CODES.get(key, 0)}
            self.ask("Input.dispatchKeyEvent", type="keyDown", **stroke, **text)
            self.ask("Input.dispatchKeyEvent", type="keyUp", **stroke)

    def resize(self, width: int, height: int) -> None:
        """Give the page another size."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", **size)

    def prefers(self, scheme: str) -> None:
        """Let the system ask for `light` or `dark`."""
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.ask("Emulation.setEmulatedMedia", features=[feature])

    # What a person sees.

    def js(self, expression: str) -> Any:
        """Return the value of a JavaScript expression; a promise is waited for."""
        result = self.ask(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def text(self, selector: str) -> str:
        """Return the text of the element that a CSS selector finds, as it is drawn."""
        found = f"document.querySelector({json.dumps(selector)}).innerText"
        # What is out of sight is not drawn before the next frame.
        frames = "requestAnimationFrame(() => requestAnimationFrame(done))"
        return str(self.js(f"new Promise((done) => {frames}).then(() => {found})"))

    @property
    def complaints(self) -> list[Message]:
        """What the browser's console shows: errors, warnings, broken policies."""
        names = ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
        return [message for message in self.heard if message.get("method") in names]

    @property
    def requests(self) -> list[str]:
        """The addresses that the page has asked for, its own file left out."""
        sent = [m for m in self.heard if m.get("method") == "Network.requestWillBeSent"]
        addresses = [str(message["params"]["request"]["url"]) for message in sent]
        return [address for address in addresses if not address.startswith(("data:", "file:"))]
