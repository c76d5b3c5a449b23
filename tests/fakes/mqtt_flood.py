"""A process that says as much as it can on one device's topics, without waiting for any answer. Prints one line when it
is under way and one with what it sent when its input ends."""

import json
import sys
import threading
import time

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.contract.codec import encode
from edge_hub.contract.envelope import Command
from edge_hub.contract.ids import uuid7

BATCH = 50


def main() -> None:
    hall, device, port, user, secret, kind = sys.argv[1:7]
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=device, protocol=mqtt.MQTTv5)
    if user:
        client.username_pw_set(user, secret)
    joined, over = threading.Event(), threading.Event()
    gone = [0]
    client.on_connect = lambda *_: joined.set()
    client.on_disconnect = lambda *_: gone.__setitem__(0, gone[0] + 1)
    client.reconnect_delay_set(1, 1)
    client.connect("127.0.0.1", int(port), keepalive=10)
    client.loop_start()
    joined.wait(10)
    sent = 0

    def flood() -> None:
        nonlocal sent
        began = time.monotonic()
        while not over.is_set():
            if not client.is_connected() or (client._out_packet and len(client._out_packet) > 5000):
                time.sleep(0.005)
                continue
            for _ in range(BATCH):
                sent += 1
                if kind == "noise":
                    payload = b"{" * 200
                else:
                    id = uuid7(sent, sent.to_bytes(10, "big"))
                    now_ms = int(float(sys.argv[7])) + round((time.monotonic() - began) * 1000)
                    body = q.ShowTicket(ticket="A001") if kind == "show" else q.TakeTicket(items=("card",))
                    payload = encode(Command(id=id, device=device, valid_until_ms=now_ms + 20_000, body=body))
                client.publish(topics.command(hall, device), payload, qos=0)

    thread = threading.Thread(target=flood, daemon=True)
    thread.start()
    time.sleep(0.5)
    print("under way", flush=True)
    sys.stdin.read()
    over.set()
    thread.join(5)
    print(json.dumps({"sent": sent, "put_out": gone[0]}), flush=True)


if __name__ == "__main__":
    main()
