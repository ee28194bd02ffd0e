"""An independent accountant: money and metrics of a ledger from its rows and stated prices, in plain Python.

It knows the definitions that users read and nothing of `simulator.money` and `simulator.metrics`.
"""
