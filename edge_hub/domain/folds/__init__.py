"""How each event changes the hall, one file a subject; `fold.py` puts the tables together."""
