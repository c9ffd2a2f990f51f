"""Whether others train at the same time."""


def inside_parallel_region() -> bool:
    """Say whether this is a task of joblib's, which has already given each task its core."""
    from joblib.parallel import get_active_backend

    backend, _ = get_active_backend()
    return bool(getattr(backend, "nesting_level", 0))
