"""One time line: both lanes under each other, how far what belongs together is apart, and where something is missing."""
