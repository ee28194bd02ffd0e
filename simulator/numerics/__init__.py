"""Compiled ground without business: random numbers, curves, thresholds, cents, months and dates."""
