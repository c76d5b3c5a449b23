"""The hub's status port: what the hub says of itself, and the large things that no MQTT message carries. Over HTTP."""
