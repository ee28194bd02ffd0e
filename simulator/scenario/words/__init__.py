"""A scenario in plain words."""
