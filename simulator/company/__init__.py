"""Keys of a scenario file, one file per part."""
