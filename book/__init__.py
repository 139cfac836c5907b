"""book: a compiler that makes one book out of a multi-part article series."""
