"""The play pages: their scripts and style, and how they get into the book or a notebook."""
