"""A proxy between two nodes that loses, delays, resets and cuts what passes through it, on the level of TCP.

It cannot read what it carries: the nodes speak TLS with pinned certificates. A request is a burst of bytes
from the client after the server spoke; for each one it draws what goes wrong. Duplicates are made above TLS,
because a repeated record would only break the connection.
"""

import asyncio
import socket
import struct
import threading
from collections import Counter
from collections.abc import Mapping
from random import Random

LINGER_AND_RESET = struct.pack("ii", 1, 0)


class FaultProxy:
    """Listens on a port of its own and passes on to another, as well as it is told to.

    Args:
        rates: chance of each fault a request: `drop`, `delay`, `reset`, `truncate`.
    """

    def __init__(self, target_port: int, *, rates: Mapping[str, float], seed: int, port: int = 0) -> None:
        self.faults: Counter[str] = Counter()
        self._target, self._rates, self._rng = target_port, rates, Random(seed)
        self._loop = asyncio.new_event_loop()
        self._socket = socket.create_server(("127.0.0.1", port))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._run, name="fault proxy", daemon=True)

    def start(self) -> None:
        """Begin to pass on."""
        self._thread.start()

    def stop(self) -> None:
        """Let everything go."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._socket.close()

    def draw(self) -> str:
        """Say what goes wrong with the next request; empty for nothing."""
        chance = self._rng.random()
        for fault, rate in self._rates.items():
            if chance < rate:
                self.faults[fault] += 1
                return fault
            chance -= rate
        self.faults["none"] += 1
        return ""

    def coin(self) -> bool:
        """Toss one."""
        return self._rng.random() < 0.5

    def pause_s(self) -> float:
        """Return a delay."""
        return self._rng.uniform(0.05, 0.5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.create_task(asyncio.start_server(self._serve, sock=self._socket))
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.close()
            return
        passing = Passing(self, (reader, writer), there)
        await asyncio.gather(passing.requests(), passing.answers(), return_exceptions=True)
        for stream in (writer, there[1]):
            stream.close()


class Passing:
    """One connection that is passed on."""

    def __init__(
        self,
        proxy: FaultProxy,
        here: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        there: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        self._proxy, self._here, self._there = proxy, here, there
        self._server_spoke = False
        self._swallow_request = self._swallow_answer = self._cut_answer = False

    async def requests(self) -> None:
        """Pass on what the client says."""
        while data := await self._here[0].read(65536):
            is_new, self._server_spoke = self._server_spoke, False
            if is_new and not (data := await self._spoil(data)):
                return
            if not self._swallow_request:
                self._there[1].write(data)
                await self._there[1].drain()
        self._there[1].close()

    async def answers(self) -> None:
        """Pass on what the server says."""
        while data := await self._there[0].read(65536):
            self._server_spoke = True
            if self._cut_answer:
                self._here[1].write(data[: len(data) // 2])
                self._close()
                return
            if not self._swallow_answer:
                self._here[1].write(data)
                await self._here[1].drain()
        if not self._swallow_answer:
            self._here[1].close()

    async def _spoil(self, data: bytes) -> bytes:
        """Let something go wrong with a request; return what is still to be passed on of it."""
        fault = self._proxy.draw()
        is_early = self._proxy.coin()
        if fault == "delay":
            await asyncio.sleep(self._proxy.pause_s())
        elif fault == "drop":
            self._swallow_request, self._swallow_answer = is_early, True
        elif fault == "truncate" and is_early:
            self._there[1].write(data[: len(data) // 2])
            self._close()
            return b""
        elif fault == "truncate":
            self._cut_answer = True
        elif fault == "reset":
            if not is_early:
                self._there[1].write(data)
                await asyncio.sleep(0.02)
            self._reset()
            return b""
        return data

    def _close(self) -> None:
        self._here[1].close()
        self._there[1].close()

    def _reset(self) -> None:
        for stream in (self._here[1], self._there[1]):
            raw = stream.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_AND_RESET)
            stream.transport.abort()
