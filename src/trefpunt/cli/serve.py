"""`trefpunt serve`: run a node until it is told to stop."""

import hashlib
import logging
import signal
import threading
from collections.abc import Callable, Sequence

from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.opening import HomeOption, PassphraseOption, open_node
from trefpunt.cli.paper import line
from trefpunt.cli.say import banner
from trefpunt.crypto import NodeCertificate
from trefpunt.errors import ExchangeError, InputError
from trefpunt.exchange import Door
from trefpunt.model import Event, LogEntry
from trefpunt.node import Beats, Node, witness_for
from trefpunt.settings import FILE_NAME, ListenSettings
from trefpunt.web.reception import Listener
from trefpunt.web.screen_listener import NewsListener, PlainListener, ScreenListener

# The HTTP client names whole addresses at this level, and the others say what nobody can act on.
_TALKATIVE = ("httpcore2", "alembic", "uvicorn")
_log = logging.getLogger("trefpunt")


def serve(home: HomeOption = None, passphrase_file: PassphraseOption = None) -> None:
    """Run the node: answer partners, deliver letters, close checkpoints. Ctrl-C or SIGTERM ends it."""
    with plain_errors(home):
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        node = open_node(home, passphrase_file)
        listen = node.settings.listen
        certificate = node.exchange.means.identity.certificate
        door = node.exchange.door(witness=witness_for(node))
        # Before anything is written: a start that fails leaves no trace of a start.
        listener = _listener(door, certificate, listen)
        screens = _pages(node, ScreenListener, node.settings.desk.address, [listener])
        opened = [one for one in (listener, screens) if one is not None]
        news = _pages(node, NewsListener, node.settings.news.address, opened)
        _say_started(node)
        listener.start()
        banner(node)
        say, certified = node.speech.say, f"{certificate.fingerprint[:16]}…"
        out.print(f"[green]●[/] {say('{node} listens on {url}', node=node.me.id, url=listen.url)}")
        if screens is not None:
            screens.start()
            shown = say("screens for officers at {url}", url=node.settings.desk.url)
            out.print(f"[green]●[/] {shown}")
            line(out, say("`trefpunt login` prints a link that signs an officer in"))
        if news is not None:
            news.start()
            shown = say("the programme for the public at {url}", url=node.settings.news.url)
            out.print(f"[green]●[/] {shown}")
        out.print(f"  {say('certificate {fingerprint}', fingerprint=certified)}  {say('Ctrl-C stops it')}")
        try:
            Beats(node, node.settings.exchange.deliver_every_s, _stop_signal()).run()
        finally:
            for one in (news, screens):
                if one is not None:
                    one.stop()
            listener.stop()
            node.close()
        out.print(f"○ {say('{node} has stopped', node=node.me.id)}")


def _listener(door: Door, certificate: NodeCertificate, listen: ListenSettings) -> Listener:
    try:
        return Listener(door, certificate, host=listen.host, port=listen.port)
    except ExchangeError as error:
        raise InputError(
            "cannot listen on {host} port {port}: {why}",
            hint="is this node served already? else set [listen] host and port in trefpunt.toml, or stop the "
            "program that has the port",
            **error.facts,
        ) from error


def _pages(
    node: Node,
    make: Callable[[Node], PlainListener],
    address: str,
    opened: Sequence[Listener | PlainListener],
) -> PlainListener | None:
    """Bind what shows pages, where there is an address for it; else let go of what was bound before."""
    if not address:
        return None
    try:
        return make(node)
    except ExchangeError as error:
        for one in opened:
            one.stop()
        raise InputError.saying(error) from error


def _say_started(node: Node) -> None:
    """Log the start, and that settings changed since the last one."""
    digest = hashlib.sha256((node.home / FILE_NAME).read_bytes()).hexdigest()
    before = node.keys.secret("settings").decode() if "settings" in node.keys.names("settings") else ""
    events = [Event.NODE_STARTED] if before in ("", digest) else [Event.NODE_STARTED, Event.SETTING_CHANGED]
    with node.ledger.write() as tx:
        for event in events:
            facts = {"settings_sha256": digest, "law": node.law.hash}
            node.trail.record(tx, LogEntry(event, actor=node.me.id, role="", at=node.clock(), facts=facts))
    if before != digest:
        node.keys.put("settings", digest.encode())
        node.keys.save()


def _stop_signal() -> threading.Event:
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    return told
