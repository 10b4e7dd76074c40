"""``python -m strategyproof``."""

from strategyproof.cli import main

if __name__ == "__main__":
    main(prog_name="strategyproof")
