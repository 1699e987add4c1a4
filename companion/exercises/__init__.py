"""A reader's own answers."""
