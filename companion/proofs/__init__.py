"""The derivation: its list of steps, and the checks that hold each of them."""
