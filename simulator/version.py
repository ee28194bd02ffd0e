"""The version of this program: known to pages that the package itself names."""

__version__ = "0.1.0"
