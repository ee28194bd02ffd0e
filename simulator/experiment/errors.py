"""The error for options that an experiment cannot use."""


class OptionError(ValueError):
    """An option that can not be: the message names it, its value, and what would be right."""
