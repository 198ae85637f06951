"""A browser without a window: Chromium, driven over its debugging pipe as a person would use it."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import re
import select
import subprocess
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.kit.services import chromium

SECONDS = 60
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)
_PIPES = 'exec "$@" 3<&"$TO_BROWSER" 4>&"$FROM_BROWSER"'
_FD_MIN = 10


class Browser:
    """One tab. What it does waits until the page that follows is loaded."""

    def __init__(self, to_browser: int, from_browser: int, folder: Path) -> None:
        self._to, self._from, self._folder = to_browser, from_browser, folder
        self._buffer = b""
        self._number = 0
        self._session: str | None = None
        self._events: deque[dict[str, Any]] = deque()
        self.complaints: list[str] = []
        """What the browser found wrong: refused styles and scripts, broken links."""
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self._ask("Target.attachToTarget", targetId=target, flatten=True)
        self._ask(
            "Browser.setDownloadBehavior",
            behavior="allowAndName",
            downloadPath=str(folder),
            eventsEnabled=True,
        )
        self._session = attached["sessionId"]
        for domain in ("Page", "DOM", "Runtime", "Log"):
            self._ask(f"{domain}.enable")

    def opens(self, url: str) -> None:
        """Go to an address."""
        self._events.clear()
        self._ask("Page.navigate", url=url)
        self._await("Page.loadEventFired")

    def fills(self, selector: str, text: str) -> None:
        """Type into a field, in the place of what is there."""
        self.runs(f"document.querySelector({json.dumps(selector)}).value = {json.dumps(text)}")

    def ticks(self, selector: str) -> None:
        """Click something that leads nowhere: a box, a summary."""
        self.runs(f"document.querySelector({json.dumps(selector)}).click()")

    def presses(self, text: str) -> None:
        """Press the button, or follow the link, that says ``text``, and wait for the page."""
        self._events.clear()
        self._press(text)
        self._await("Page.loadEventFired")

    def downloads(self, text: str) -> bytes:
        """Follow the link that says ``text``, which is a download; return what came."""
        self._events.clear()
        self._press(text)
        while True:
            progress = self._await("Browser.downloadProgress")
            assert progress["state"] != "canceled", progress
            if progress["state"] == "completed":
                return self._folder.joinpath(str(progress["guid"])).read_bytes()

    def chooses_file(self, selector: str, path: Path) -> None:
        """Choose a file for a field."""
        root = self._ask("DOM.getDocument")["root"]["nodeId"]
        field = self._ask("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self._ask("DOM.setFileInputFiles", nodeId=field, files=[str(path)])

    def reads(self, selector: str = "body") -> str:
        """Return the text of what is on the page, as it is seen."""
        return str(self.runs(f"document.querySelector({json.dumps(selector)}).innerText"))

    def runs(self, script: str) -> Any:
        """Return the value of a script on the page."""
        answer = self._ask("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def photographs(self, path: Path, *, width: int = 1100, height: int = 800) -> None:
        """Take a picture of the whole page at that width."""
        self._ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        picture = self._ask("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(picture["data"]))

    def prints(self) -> int:
        """Print the page on A4; return how many sheets that takes."""
        printed = self._ask("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)["data"]
        return len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(printed)))

    def _press(self, text: str) -> None:
        said = json.dumps(text)
        self.runs(
            "(() => { const found = [...document.querySelectorAll('a, button')]"
            f".filter(one => one.innerText.trim() === {said});"
            f"if (!found.length) throw new Error('nothing says ' + {said});"
            "found[0].click(); })()"
        )

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        asked = {"id": self._number, "method": method, "params": params}
        if self._session is not None and not method.startswith("Browser."):
            asked["sessionId"] = self._session
        os.write(self._to, json.dumps(asked).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, (method, answer["error"])
                result: dict[str, Any] = answer["result"]
                return result
            self._events.append(answer)

    def _await(self, method: str) -> dict[str, Any]:
        for event in list(self._events):
            if event["method"] == method:
                self._events.remove(event)
                return dict(event["params"])
        while (event := self._next())["method"] != method:
            self._events.append(event)
        return dict(event["params"])

    def _next(self) -> dict[str, Any]:
        until = time.monotonic() + SECONDS
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._from], [], [], max(0, until - time.monotonic()))
            piece = os.read(self._from, 1 << 16) if ready else b""
            assert piece, "the browser said nothing more"
            self._buffer += piece
        message, _, self._buffer = self._buffer.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        if found.get("method") == "Log.entryAdded":
            self.complaints.append(found["params"]["entry"]["text"])
        return found


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start a browser with a profile of its own; end it, and its children, afterwards."""
    program = chromium()
    with TemporaryDirectory(prefix="tincay-browser-", ignore_cleanup_errors=True) as profile:
        their_in, our_out = _pipe()
        our_in, their_out = _pipe()
        process = subprocess.Popen(
            ["bash", "-c", _PIPES, "bash", program, f"--user-data-dir={profile}", *_FLAGS],
            env=os.environ | {"TO_BROWSER": str(their_in), "FROM_BROWSER": str(their_out)},
            pass_fds=(their_in, their_out),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(their_in)
        os.close(their_out)
        try:
            folder = Path(profile) / "downloads"
            folder.mkdir()
            browser = Browser(our_out, our_in, folder)
            yield browser
            browser._session = None
            with suppress(AssertionError):
                browser._ask("Browser.close")
        finally:
            os.close(our_out)
            os.close(our_in)
            _ended(process)


def _ended(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _pipe() -> tuple[int, int]:
    """Make a pipe out of the way of the numbers that the browser wants (3 and 4)."""
    moved = []
    for end in os.pipe():
        moved.append(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _FD_MIN))
        os.close(end)
    return moved[0], moved[1]
