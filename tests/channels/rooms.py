"""Rooms of other platforms on this machine: an HTTP server for webhooks, and one for mail."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Webhooks:
    """What has arrived by HTTP, by its path, and how the next messages are answered."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.arrived: list[tuple[str, dict[str, Any]]] = []
        self.status = 200
        self.headers: dict[str, str] = {}
        self.wait = threading.Event()
        self.is_hanging = False


@contextmanager
def running_webhooks() -> Iterator[Webhooks]:
    """Run a server on loopback that takes any webhook."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if rooms.is_hanging:
                rooms.wait.wait(60)
                return
            if rooms.status == 200:
                rooms.arrived.append((self.path, json.loads(body)))
            self.send_response(rooms.status)
            for name, value in rooms.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            if rooms.is_hanging:
                rooms.wait.wait(60)
                return
            rooms.arrived.append((self.path, {}))
            self.send_response(rooms.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing of requests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        rooms = Webhooks(server.server_port)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield rooms
        finally:
            rooms.wait.set()
            server.shutdown()
            thread.join()


class Mailbox:
    """The mails that have arrived; with `refusal`, the next ones are refused so."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.mails: list[EmailMessage] = []
        self.refusal = ""


@contextmanager
def running_mailbox() -> Iterator[Mailbox]:
    """Run a mail server on loopback that takes whatever it is given (RFC 5321, no extensions)."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 mail.example")
            for line in self.rfile:
                match line.split()[0].upper():
                    case b"DATA":
                        self._say("354 go on")
                        self._keep()
                    case b"RCPT" if box.refusal:
                        self._say(box.refusal)
                    case b"QUIT":
                        self._say("221 bye")
                        return
                    case _:
                        self._say("250 fine")

        def _keep(self) -> None:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line.removeprefix(b"."))
            mail = message_from_bytes(b"".join(lines), policy=default)
            assert isinstance(mail, EmailMessage)
            box.mails.append(mail)
            self._say("250 kept")

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        box = Mailbox(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
