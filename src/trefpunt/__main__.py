"""`python -m trefpunt` is the command `trefpunt`."""

from trefpunt.cli.main import main

main()
