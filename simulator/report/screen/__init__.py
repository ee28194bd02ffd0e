"""The first screen of a run, an idea of a page each."""
