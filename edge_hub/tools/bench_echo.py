"""The yardstick beside the hub: a plain paho v5 program that sends every command straight back and does no work.

Run as a process of its own: `python -m edge_hub.tools.bench_echo PORT HALL`; it prints one line when it serves. It is
written as anyone would write it with paho: response topic and correlation data, TCP_NODELAY, commands at QoS 1 and
replies at QoS 0 as the hub has them.
"""

import json
import socket
import sys
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from edge_hub.contract import topics
from edge_hub.tools.broker import HOST


def serve(port: int, hall: str) -> None:
    """Echo until killed."""
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id="echo", protocol=mqtt.MQTTv5)
    client.on_socket_open = lambda _client, _data, sock: no_delay(sock)

    def connected(_client: mqtt.Client, _data: Any, _flags: Any, code: ReasonCode, _properties: Any) -> None:
        if code.is_failure:
            sys.exit(f"echo: the broker refused: {code}")
        client.subscribe(topics.commands(hall), qos=1)

    def subscribed(_client: mqtt.Client, _data: Any, _mid: int, _codes: Any, _properties: Any) -> None:
        print(json.dumps({"what": "ready"}), flush=True)

    def heard(_client: mqtt.Client, _data: Any, message: mqtt.MQTTMessage) -> None:
        asked: Any = message.properties
        properties: Any = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
        properties.CorrelationData = asked.CorrelationData
        client.publish(asked.ResponseTopic, message.payload, qos=0, properties=properties)

    client.on_connect, client.on_subscribe, client.on_message = connected, subscribed, heard
    client.max_queued_messages_set(0)
    client.max_inflight_messages_set(1000)
    client.connect(HOST, port, keepalive=600)
    client.loop_forever()


def no_delay(sock: Any) -> None:
    """paho leaves Nagle's algorithm on, which costs 40 ms a request."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])
