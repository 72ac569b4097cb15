"""`make bench`: the promises of docs/performance.md, measured as ratios and counts within one run."""
