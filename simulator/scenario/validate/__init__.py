"""Checks between keys of a scenario, one file per part."""
