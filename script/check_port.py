"""Say before anything is built whether the site's port can be had.

Run by script/serve before the environment exists, so it needs only Python.
"""

import socket
import sys


def problem_with(host: str, port: str) -> str:
    """Return what prevents listening on this port, or an empty text."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        return f"PORT is {port!r}; it has to be a number from 1 to 65535."
    try:
        _listen(host, int(port))
    except PermissionError:
        return f"port {port} is reserved for the system; take one above 1023: PORT=8000"
    except OSError as error:
        return (
            f"port {port} of {host} cannot be had ({error.strerror or error}).\n"
            f"  Stop what uses it, or take another: PORT={_other(int(port))} script/serve"
        )
    return ""


def _listen(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as test:
        # A port whose last connections are still closing is free all the same.
        test.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        test.bind((host, port))
        test.listen()


def _other(port: int) -> int:
    return port + 1 if port < 65535 else 8000


if __name__ == "__main__":
    if problem := problem_with(*sys.argv[1:3]):
        sys.exit(f"\nError: {problem}")
