"""What several pictures are made of."""
