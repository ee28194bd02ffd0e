"""Read customers and open deals of the first day from tables."""
