"""Customers and open deals of the first day, from tables of a company's own."""
