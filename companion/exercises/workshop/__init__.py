"""The workshop: a reader writes the network from a blank file, and each stage is checked."""
