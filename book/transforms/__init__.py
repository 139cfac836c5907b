"""Book to book: each rule is a file here and a line in TRANSFORMS."""
