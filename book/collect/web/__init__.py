"""Addresses to snapshots: fetched politely, kept with where they came from, fetched again only if changed."""
