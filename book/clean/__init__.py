"""Documents to articles: main content found, furniture removed and recorded, markup made safe."""
