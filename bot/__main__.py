"""`python -m bot`, the same as `aiguillage`."""

from bot.cli import main

main()
