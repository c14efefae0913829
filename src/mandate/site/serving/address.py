"""The address that people open: a listening socket, made before the web server so that errors come early."""

import errno
import ipaddress
import socket
import time

from mandate.site.serving.errors import ServingError

DEFAULT_PORT = 8000
TRIES = 20
PATIENCE = 8.0  # seconds: a server that was stopped or killed a moment ago may still hold the port


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the host.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int | None, patience: float = 0.0) -> socket.socket:
    """A socket that listens on the port; with None, on the first free one from 8000. A port that is taken is
    tried again for `patience` seconds.

    Raises ServingError where the port stays taken or the host is none of this machine.
    """
    ports = [port] if port is not None else range(DEFAULT_PORT, DEFAULT_PORT + TRIES)
    end = time.monotonic() + patience
    for number in ports:
        if not 0 <= number < 65536:
            raise ServingError("The port must be a number from 0 to 65535.")
    while True:
        for candidate in ports:
            try:
                return _listen(host, candidate)
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise ServingError(
                        f"Cannot listen on {host} port {candidate}: {error.strerror}."
                    ) from None
        if time.monotonic() >= end:
            break
        time.sleep(0.2)
    if port is not None:
        raise ServingError(f"Port {port} on {host} is in use by another program; choose another with --port.")
    raise ServingError(f"The ports {ports[0]} to {ports[-1]} are all in use; choose another with --port.")


def _listen(host: str, port: int) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, address = found[0]
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(1024)
    except BaseException:
        listening.close()
        raise
    return listening


def url_of(listening: socket.socket) -> str:
    """`http://127.0.0.1:8000/` for a listening socket."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
