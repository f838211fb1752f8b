"""The desk of the crisis centres: an alert, acknowledged by name and time, confidential until it is lifted.

Promised: an alert goes out under the memorandum only, with as many officers as the settings ask; an exercise
is marked in its reference, its document and every headline, and a letter in which these differ is not taken;
what a partner told is shared with nobody before that partner has lifted it; both sides log every step, and
neither log holds a word of what an alert says. Begin with `sending.py`; `cap.py` is the document.
"""

from trefpunt.desks.crisis.acknowledging import acknowledge
from trefpunt.desks.crisis.cap import AlertContent, AlertText, read_cap, write_cap
from trefpunt.desks.crisis.events import LANGUAGES, event_kinds
from trefpunt.desks.crisis.handlers import handlers
from trefpunt.desks.crisis.listing import Board, Channel, board, show_alert
from trefpunt.desks.crisis.means import Means
from trefpunt.desks.crisis.sending import Senders, Told, Warn, send_alert
from trefpunt.desks.crisis.sharing import export_alert, lift, share

__all__ = [
    "LANGUAGES",
    "AlertContent",
    "AlertText",
    "Board",
    "Channel",
    "Means",
    "Senders",
    "Told",
    "Warn",
    "acknowledge",
    "board",
    "event_kinds",
    "export_alert",
    "handlers",
    "lift",
    "read_cap",
    "send_alert",
    "share",
    "show_alert",
    "write_cap",
]
