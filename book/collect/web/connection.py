"""Connections that only go where they may and end when they must. In: an urllib3 request. Out: sockets.

urllib3 resolves names itself; here the resolving is done and judged before it (`addresses`). A watchdog shuts the
socket down at the deadline, whatever the server is doing with it: one byte a second is no way to stay.
"""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

from book.collect.web.addresses import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

CONNECT = 10.0  # seconds to wait for a connection, each address


class Watchdog:
    """Shuts down the sockets opened during one request when its time is up."""

    def __init__(self) -> None:
        """Watch nothing yet."""
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self.expired = False
        self.ends = 0.0  # on the monotonic clock

    def take(self, sock: socket.socket) -> None:
        """Watch a socket; shut it down at once when the time is up already."""
        with self._lock:
            self._sockets.append(sock)
            if self.expired:
                _shut(sock)

    @contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Bound the time of what is done inside."""
        self.expired = False
        self.ends = time.monotonic() + seconds
        timer = threading.Timer(seconds, self._expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with self._lock:
                self._sockets.clear()

    def _expire(self) -> None:
        with self._lock:
            self.expired = True
            for sock in self._sockets:
                _shut(sock)


def _shut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def manager(watchdog: Watchdog, *, private: bool = False) -> PoolManager:
    """An urllib3 pool manager whose connections are judged and watched, without proxies from the environment."""

    def connect(connection: HTTPConnection) -> socket.socket:
        error: OSError | None = None
        for family, address in resolve(connection.host, connection.port, private=private):
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(min(CONNECT, max(0.1, watchdog.ends - time.monotonic())))
                watchdog.take(sock)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.connect((address, connection.port))
            except OSError as failed:
                sock.close()
                error = failed
            else:
                return sock
        raise NewConnectionError(connection, str(error or "no address")) from error

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    pools = PoolManager(num_pools=16, retries=False, maxsize=1)
    classes: dict[str, Any] = {"http": PlainPool, "https": SecurePool}
    pools.pool_classes_by_scheme = classes
    return pools
