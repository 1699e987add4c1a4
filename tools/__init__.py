"""What `make` runs besides the package: training, storing outputs, the notebooks' rules."""
