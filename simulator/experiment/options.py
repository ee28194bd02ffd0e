"""What may be asked of an experiment."""


class OptionError(ValueError):
    """An option that can not be: the message names it, its value, and what would be right."""
