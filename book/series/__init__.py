"""Articles to a plan: titles taken apart, order derived from evidence, gaps and doubles found."""
