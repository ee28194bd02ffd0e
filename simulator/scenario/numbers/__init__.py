"""Numbers as a file states them: with units, as ranges, as distributions."""
