"""MNIST, pictures of digits, and what is done to them before the network reads them."""
