"""Sources to snapshots: what the user names becomes bytes with where they came from."""
