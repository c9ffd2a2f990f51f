"""Where compiled machine code is kept between runs.

Numba's own cache lies beside the source files and knows a function by the age of its one source file: it
would neither notice that a helper in another file was changed, nor work in a read-only installation. Here
instead:

* the folder is the user's cache folder (or NUMBA_CACHE_DIR, if that is set), never a shared one: what lies in
  it is executed;
* an entry is fresh if the whole `kernels` package and the versions of Numba and llvmlite are what they were;
* whatever goes wrong with it (no permission, a full disk, a damaged file, another user's folder) costs a
  compilation and never ends a run.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite
import numba
from numba.core import config
from numba.core.caching import CompileResultCacheImpl, FunctionCache, _CacheLocator
from platformdirs import user_cache_path

# What loading or saving an entry may raise: the disk's errors, and those of a damaged or foreign pickle.
_TROUBLE = (
    OSError,
    pickle.PickleError,
    EOFError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ImportError,
    RuntimeError,
    UnicodeError,
    MemoryError,
)


def folder() -> Path:
    """Return the folder that the machine code of this version is kept in; it need not exist."""
    if config.CACHE_DIR:
        return Path(config.CACHE_DIR) / "neurarium-kernels"
    return user_cache_path("neurarium") / "kernels"


@cache
def fingerprint() -> str:
    """Return a hash of all that the machine code depends on, except the processor (Numba adds that)."""
    digest = hashlib.sha256(f"numba {numba.__version__} llvmlite {llvmlite.__version__}".encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()


class _Locator(_CacheLocator):  # type: ignore[misc]
    """Gives Numba the folder, and the hash by which it knows whether an entry is fresh."""

    def __init__(self, py_func: Any, py_file: str) -> None:
        self._py_file = py_file
        self._name = f"{py_func.__module__}.{py_func.__qualname__}"

    def ensure_cache_path(self) -> None:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)

    def get_cache_path(self) -> str:
        return str(folder())

    def get_source_stamp(self) -> str:
        return fingerprint()

    def get_disambiguator(self) -> str:
        # Part of the file name: several versions and environments of one user do not evict each other.
        return hashlib.sha256((self._name + fingerprint()).encode()).hexdigest()[:12]

    @classmethod
    def from_function(cls, py_func: Any, py_file: str) -> _Locator:
        return cls(py_func, py_file)


class _Implementation(CompileResultCacheImpl):  # type: ignore[misc]
    _locator_classes = (_Locator,)


class _KindCache(FunctionCache):  # type: ignore[misc]
    """Numba's cache of one function, except that trouble means 'not cached'."""

    _impl_class = _Implementation

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        if not _is_ours(folder()):
            return None
        try:
            # Without `target_context.refresh()`, with which Numba's own `load_overload` begins: that makes
            # ready for compiling and takes three times as long as loading. Code that compiles later calls it.
            return self._load_overload(sig, target_context)
        except _TROUBLE:
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        try:
            super().save_overload(sig, data)
        except _TROUBLE:
            return


def keep(dispatcher: Any) -> None:
    """Let the machine code of a compiled function be kept, if this version of Numba allows it."""
    try:
        dispatcher._cache = _KindCache(dispatcher.py_func)  # noqa: SLF001  (what `cache=True` sets)
    except _TROUBLE:
        return


def _is_ours(path: Path) -> bool:
    """Return whether only this user can have written into the folder: what lies in it is executed."""
    if not hasattr(os, "getuid"):
        return True
    try:
        status = path.stat()
    except OSError:
        return False
    return status.st_uid == os.getuid() and not status.st_mode & 0o022
