"""Errors of experiments: options that can not be used, workers that do not give an answer."""


class OptionError(ValueError):
    """An option that can not be: the message names it, its value, and what would be right."""


class WorkersError(RuntimeError):
    """Workers elsewhere that can not do what is asked: the message says why, and what to do."""


class WorkersWarning(UserWarning):
    """Workers elsewhere are lost: the message says what becomes of the rest."""
