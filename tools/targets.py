"""Prints the targets of a Makefile that carry a sentence (`target: … ## sentence`)."""

import re
import sys
from pathlib import Path


def main(makefile: str) -> None:
    """One line per target, in the order of the file."""
    found = re.findall(r"^([a-z-]+):[^#\n]*## (.+)$", Path(makefile).read_text(), flags=re.MULTILINE)
    width = max(len(name) for name, _ in found)
    for name, sentence in found:
        print(f"  make {name:<{width}}  {sentence}")


if __name__ == "__main__":
    main(sys.argv[1])
