"""What an answer's bits hang on beside the question: this program, its libraries, the machine."""

import functools
import platform
from hashlib import sha256
from pathlib import Path

LIBRARIES = ("numpy", "scipy", "numba", "polars")  # a number may hang on them


@functools.cache
def installed() -> dict[str, str]:
    """Versions and machine by name: bits are promised for one architecture and one set of versions."""
    from importlib.metadata import version  # takes as long as all else that is asked before a command begins

    return {
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
        "system": platform.system(),
        "architecture": platform.machine(),
    }


@functools.cache
def code() -> str:
    """Hash of the text of this package: where it is the same, the same program runs."""
    package = Path(__file__).parent
    pages = {page.relative_to(package).as_posix(): page for page in package.rglob("*.py")}
    digest = sha256()
    for name, page in sorted(pages.items()):
        digest.update(f"{name}\n{page.read_text(encoding='utf-8')}\n".encode())
    return digest.hexdigest()[:12]
