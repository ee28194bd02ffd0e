"""Describe a scenario in plain words."""
