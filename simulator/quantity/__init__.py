"""Numbers of a scenario: with units, as ranges, as distributions."""
