"""`python -m zweiklang.cli` is the `zweiklang` command, for when its script is not on the path."""

from zweiklang.cli.main import main

if __name__ == "__main__":
    main()
