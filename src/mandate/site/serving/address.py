"""The address that people open: a listening socket, made before the web server so that errors come early."""

import errno
import ipaddress
import socket

from mandate.site.serving.errors import ServingError

DEFAULT_PORT = 8000
TRIES = 20


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


def listen(host: str, port: int | None) -> socket.socket:
    """A socket that listens on the port; with None, on the first free one from 8000.

    Raises ServingError where the port is taken or the host is none of this machine.
    """
    ports = [port] if port is not None else range(DEFAULT_PORT, DEFAULT_PORT + TRIES)
    for candidate in ports:
        try:
            return _listen(host, candidate)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise ServingError(f"Cannot listen on {host} port {candidate}: {error.strerror}.") from None
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
    except OSError:
        listening.close()
        raise
    return listening


def url_of(listening: socket.socket) -> str:
    """`http://127.0.0.1:8000/` for a listening socket."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
