"""Solve thresholds so that stated rates are the rates observed, in a reference company."""
