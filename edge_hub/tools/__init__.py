"""Practice and measurement: they start and drive the real processes, they are not part of them."""
