"""The way to partners that a running node takes."""

from trefpunt.exchange import Identity, Limits, Transport
from trefpunt.exchange.http import HttpTransport


def over_tls(identity: Identity) -> Transport:
    """Reach partners by HTTPS, each with its pinned certificate."""
    return HttpTransport(identity.certificate, Limits())
