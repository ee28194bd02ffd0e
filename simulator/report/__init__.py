"""Answers as pages to read, and as one JSON document: an idea of a page each."""
