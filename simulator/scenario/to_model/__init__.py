"""Build the rows of a model from a company."""
