"""The doors with an address: where other nodes knock, and the screens of officers.

`reception.py` is for nodes: TLS 1.3, each partner recognised by its pinned certificate before anything it
sent is read; `peer_routes.py` has the addresses, in front of the exchange's door. `screen_listener.py` is for
officers, on this machine only; `screen_app.py` has the addresses, behind `guard.py`. None decides anything.
"""

from trefpunt.web.peer_protocol import Patience
from trefpunt.web.peer_routes import reception_app
from trefpunt.web.reception import Listener, serve_reception

__all__ = ["Listener", "Patience", "reception_app", "serve_reception"]
