"""A process that does to a status port all that it can: questions, blobs and connections without end. Prints one line
when it is under way and one with what came of it when its input ends."""

import http.client
import json
import os
import socket
import sys
import threading
import time
from collections import Counter

from edge_hub.contract.blob import name_of, path_of

ASKING, READING, PUTTING, DRIPPING = 24, 8, 8, 24
BLOB = 2_000_000


class Flood:
    """All threads share the counts; a lost count does not matter. Nothing but the end of the process stops them."""

    def __init__(self, port: int) -> None:
        self.port, self.counts = port, Counter[str]()

    def ask(self, method: str, path: str, body: bytes | None = None) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body)
            self.counts[f"{method} {connection.getresponse().status}"] += 1
        except (OSError, http.client.HTTPException):
            self.counts["turned away"] += 1
        finally:
            connection.close()

    def asking(self) -> None:
        while True:
            self.ask("GET", "/health")

    def reading(self) -> None:
        data = bytes(BLOB)
        self.ask("PUT", path_of(name_of(data)), data)
        while True:
            self.ask("GET", path_of(name_of(data)))

    def putting(self) -> None:
        while True:
            data = os.urandom(BLOB)
            self.ask("PUT", path_of(name_of(data)), data)

    def dripping(self) -> None:
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=10) as sock:
                    while True:
                        sock.sendall(b"G")
                        time.sleep(0.2)
            except OSError:
                self.counts["cut off"] += 1


def main() -> None:
    flood = Flood(int(sys.argv[1]))
    kinds = (flood.asking,) * ASKING + (flood.reading,) * READING + (flood.putting,) * PUTTING
    threads = [threading.Thread(target=kind, daemon=True) for kind in kinds + (flood.dripping,) * DRIPPING]
    for one in threads:
        one.start()
    while flood.counts.total() < len(threads) // 2 and threads[0].is_alive():
        time.sleep(0.01)
    print("under way", flush=True)
    sys.stdin.read()
    print(json.dumps(flood.counts), flush=True)


if __name__ == "__main__":
    main()
