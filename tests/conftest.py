"""What every test shares: nothing of ours is patched, and noise fails."""
