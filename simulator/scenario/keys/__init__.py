"""What a scenario file may say: its tables and keys, a page a part."""
