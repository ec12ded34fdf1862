"""Firefox by its own remote control (Marionette): a profile of its own, extensions, commands. Needs no driver program."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bench.running_paper import free_port

Pref = bool | int | str

#: How long a Firefox may take to come up or to answer one command, seconds.
PATIENCE_SECONDS = 40

_QUIET: Mapping[str, Pref] = {
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    # The profile's extensions and Firefox's own, not what the system has for everybody (a blocker, say).
    "extensions.enabledScopes": 5,
    "extensions.update.enabled": False,
    "extensions.webextensions.restrictedDomains": "",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": False,
    "xpinstall.signatures.required": False,
}


class FirefoxRefused(Exception):
    """A command Firefox would not carry out; holds what it said."""


class Firefox:
    """One running Firefox with one window."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._file = line.makefile("rb")
        self._number = 0
        self._received()
        self.do("WebDriver:NewSession", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})

    def do(self, command: str, **parameters: Any) -> Any:
        """Return what ``command`` answers. Raises FirefoxRefused."""
        self._number += 1
        sent = json.dumps([0, self._number, command, parameters]).encode()
        self._line.sendall(b"%d:%s" % (len(sent), sent))
        _, _, wrong, answer = self._received()
        if wrong:
            raise FirefoxRefused(f"{command}: {wrong['error']}: {wrong['message']}")
        return answer

    def goto(self, address: str) -> None:
        """Load ``address`` and wait until it is there."""
        self.do("WebDriver:Navigate", url=address)

    def evaluate(self, script: str, *arguments: Any, privileged: bool = False) -> Any:
        """Return what the function body ``script`` returns in the page; privileged: in the browser itself."""
        self.do("Marionette:SetContext", value="chrome" if privileged else "content")
        try:
            return self.do("WebDriver:ExecuteScript", script=script, args=list(arguments))["value"]
        finally:
            self.do("Marionette:SetContext", value="content")

    def install(self, extension: Path) -> str:
        """Install an unpacked extension until Firefox ends, and return its id."""
        identity: str = self.do("Addon:Install", path=str(extension), temporary=True)["value"]
        return identity

    def resize(self, width: int, height: int) -> None:
        """Make the window so large, pixels."""
        self.do("WebDriver:SetWindowRect", width=width, height=height)

    def picture(self) -> str:
        """Return a screenshot, PNG in base64."""
        shot: str = self.do("WebDriver:TakeScreenshot", full=False)["value"]
        return shot

    def _received(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            sign = self._file.read(1)
            if not sign:
                raise FirefoxRefused("Firefox closed the line")
            length += sign
        return json.loads(self._file.read(int(length[:-1])))


def find_firefox() -> str | None:
    """Return the Firefox that is installed, or None."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


@contextmanager
def firefox(program: str, preferences: Mapping[str, Pref] | None = None) -> Iterator[Firefox]:
    """Yield a Firefox with a fresh profile and ``preferences`` (name and value), without a screen."""
    port = free_port()
    wanted = {**_QUIET, "marionette.port": port, **(preferences or {})}
    with tempfile.TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True) as folder:
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in wanted.items())
        (Path(folder) / "user.js").write_text("".join(lines), "utf-8")
        process = subprocess.Popen(
            [program, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", folder],
            env=os.environ | {"MOZ_REMOTE_SETTINGS_DEVTOOLS": "1", "HOME": folder},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with _connected(port, process) as line:
                running = Firefox(line)
                yield running
                with suppress(FirefoxRefused, OSError):
                    running.do("Marionette:Quit", flags=["eForceQuit"])
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)


def _connected(port: int, process: subprocess.Popen[bytes]) -> socket.socket:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)
        except OSError as error:
            if process.poll() is not None or time.monotonic() > until:
                raise FirefoxRefused(f"Firefox did not come up ({error})") from error
            time.sleep(0.1)
