"""What must hold between the keys of a file, a page a part."""
