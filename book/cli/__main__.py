"""`python -m book.cli`, where the command is not on the path."""

from book.cli import main

main()
