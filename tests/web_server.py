"""Servers on this machine that answer well, badly, or without end."""

import gzip
import socket
import threading
from contextlib import suppress


class Server:
    """Listens on a port of 127.0.0.1 and lets `answer(connection, request)` speak.

    requests holds the head of each request, as bytes. Use it as a context manager.
    """

    def __init__(self, answer, *, tls=None):
        self.answer = answer
        self.tls = tls
        self.requests = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)

    def url(self, path="/", *, scheme="http", host="127.0.0.1"):
        return f"{scheme}://{host}:{self.port}{path}"

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.over.set()
        # Closing alone would leave accept() waiting.
        with suppress(OSError):
            self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.thread.join()

    def _serve(self):
        with suppress(OSError):
            while True:
                connection, _address = self.listening.accept()
                with connection, suppress(OSError):
                    self._speak(connection)

    def _speak(self, connection):
        connection.settimeout(5)
        if self.tls:
            connection = self.tls.wrap_socket(connection, server_side=True)
        with connection:
            request = b""
            while b"\r\n\r\n" not in request:
                if not (read := connection.recv(4096)):
                    return
                request += read
            self.requests.append(request)
            self.answer(connection, request)

    @property
    def paths(self):
        return [request.split(b" ")[1].decode() for request in self.requests]


def page(body, *, status="200 OK", content_type="text/html; charset=utf-8", **headers):
    """Return the bytes of an answer."""
    body = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"Content-Type: {content_type}"] if content_type else []
    lines += [f"{name.replace('_', '-')}: {text}" for name, text in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def saying(body="", **options):
    """Return an answer() that always says the same."""
    return lambda connection, request: connection.sendall(page(body, **options))


def moved(location, status="302 Found"):
    return saying("", status=status, Location=location)


def zipped(body, **options):
    return saying(gzip.compress(body), Content_Encoding="gzip", **options)
