"""The Qt kit that every terminal shares."""
