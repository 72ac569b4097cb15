"""Pages of a school about its pupils, classes and files: parse, ask, answer."""
