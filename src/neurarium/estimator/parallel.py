"""Whether others train at the same time."""


def inside_parallel_region() -> bool:
    """Say whether this is a task of joblib's, which has given each task a core of its own already."""
    from joblib.parallel import get_active_backend

    backend, _ = get_active_backend()
    return bool(getattr(backend, "nesting_level", 0))
