"""Measurements of speed, of which the book draws; each module says what it measures."""
