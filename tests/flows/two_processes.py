"""A holder in a process of its own, a proxy that keeps what passes, and that process's memory."""

import contextlib
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_READY_WITHIN_S = 60
_CHUNK = 64 * 1024
_REGION = re.compile(r"([0-9a-f]+)-([0-9a-f]+) r\S+ \S+ \S+ \S+\s*(.*)")


@dataclass
class CapturingProxy:
    """Passes TCP connections on to a port of this machine and keeps every byte, both ways."""

    to_port: int
    captured: list[bytes] = field(default_factory=list)
    _listener: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        """Where to knock."""
        port: int = self._listener.getsockname()[1]
        return port

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                there = socket.create_connection(("127.0.0.1", self.to_port))
                for one, other in ((here, there), (there, here)):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(_CHUNK):
                self.captured.append(data)
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def served(home: Path, passphrase: str, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Run `trefpunt serve` for a home until the end of the block."""
    file = home.parent / "passphrase"
    file.write_text(passphrase)
    file.chmod(0o600)
    line = [sys.executable, "-m", "trefpunt", "serve", "--home", str(home), "--passphrase-file", str(file)]
    with (
        (home.parent / "serve.out").open("wb") as out,
        subprocess.Popen(line, stdout=out, stderr=subprocess.STDOUT) as process,
    ):
        try:
            _await(process, port, home.parent / "serve.out")
            yield process
        finally:
            process.terminate()


def memory_of(pid: int) -> Iterator[bytes]:
    """Give the readable memory of a process, region by region."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            region = _REGION.match(line)
            if region is None or region[3] in ("[vvar]", "[vvar_vclock]", "[vsyscall]"):
                continue
            start, end = int(region[1], 16), int(region[2], 16)
            with contextlib.suppress(OSError, ValueError, OverflowError):
                memory.seek(start)
                yield memory.read(end - start)


def _await(process: "subprocess.Popen[bytes]", port: int, out: Path) -> None:
    until = time.monotonic() + _READY_WITHIN_S
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError(f"the process does not listen: {out.read_text(errors='replace')[-2000:]}")
