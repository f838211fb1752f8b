"""No test reaches another host."""

import os
import socket

import pytest


def test_a_test_that_reaches_for_the_network_fails():
    # 192.0.2.1 is for documentation (RFC 5737): nobody is there.
    with socket.socket() as line, pytest.raises(AssertionError, match="reached for the network"):
        line.connect(("192.0.2.1", 443))


def test_a_test_may_speak_to_itself():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as line,
    ):
        assert line.getpeername()[0] == "127.0.0.1"


def test_no_setting_of_the_developer_is_seen():
    assert [name for name in os.environ if name.startswith("TREFPUNT_")] == []
