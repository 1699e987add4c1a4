"""The command line: train a network, read digits with it, look at it, convert it."""
