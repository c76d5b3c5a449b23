"""`hall device host`: the one process of a machine that owns the wires of its devices."""
