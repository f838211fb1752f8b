"""The doors with an address: where other nodes knock, and the screens of officers.

`reception.py` is for nodes: HTTP over TLS 1.3 in front of the exchange's door, each partner recognised by its
pinned certificate before anything it sent is read. It decides nothing itself.
"""

from trefpunt.web.reception import Listener, reception_app, serve_reception

__all__ = ["Listener", "reception_app", "serve_reception"]
