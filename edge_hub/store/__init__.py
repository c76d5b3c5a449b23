"""The hall on disk: one SQLite file with one writing connection, its journal, its rows, and the keys beside it."""
