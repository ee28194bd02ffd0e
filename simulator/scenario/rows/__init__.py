"""From a company to the rows of its model."""
