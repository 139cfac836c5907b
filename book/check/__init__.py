"""What a finished edition must pass."""
