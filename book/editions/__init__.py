"""Sheets to bytes: each edition is a file here and a line in EDITIONS."""
