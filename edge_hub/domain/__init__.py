"""What is decided about tickets, windows, ratings and devices. Pure: (hall, command, now) -> events or Rejected."""
