"""A page as blocks, and what shows it: text in 100 columns, JSON, HTML for a notebook."""
