"""The published numbers, exact arithmetic and the Wolfram reader."""
