"""`python -m numrec` is `numrec`."""

import sys

from numrec.cli.main import main

sys.exit(main())
