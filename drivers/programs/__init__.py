"""Small programs at the other end of a `run://` line: they touch this machine, so that no driver has to. Lines of text,
fields apart by tabs; what each says stands in the driver that speaks with it. They end with their standard input."""
