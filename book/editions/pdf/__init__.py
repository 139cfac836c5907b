"""Sheets to one PDF: chapters laid out apart, then bound."""
