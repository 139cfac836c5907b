"""Snapshots to documents: each input format is a file here and a line in READERS."""
