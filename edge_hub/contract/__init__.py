"""The language that every process speaks: commands, events, replies, snapshots, topics. Pure: no I/O, no clock."""
