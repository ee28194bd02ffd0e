"""Hypothesis looks elsewhere each time on a desk, and at the same companies wherever CI runs."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")
