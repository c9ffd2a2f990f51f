"""The processor: its kind, and how many of its cores this process may really use."""

from __future__ import annotations

import os
import platform
from math import ceil
from pathlib import Path


def available_cores() -> int:
    """Return how many cores there are for this process: its affinity, and its container's quota."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        cores = os.cpu_count() or 1
    quota = container_quota()
    return max(1, cores if quota is None else min(cores, ceil(quota)))


def container_quota(
    root: Path = Path("/sys/fs/cgroup"), membership: Path = Path("/proc/self/cgroup")
) -> float | None:
    """Return the cores that a Linux control group grants, or None if none sets a limit.

    Parameters
    ----------
    root
        Where control groups are mounted.
    membership
        The file that says which group this process is in.
    """
    try:
        lines = membership.read_text("utf-8").splitlines()
    except (OSError, ValueError):
        lines = []
    folders = {root, root / "cpu"}
    for line in lines:  # "0::/path" (version 2) or "4:cpu,cpuacct:/path" (version 1)
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        top = root if not controllers else root / "cpu"
        if not controllers or "cpu" in controllers.split(","):
            own = top / path.lstrip("/")
            folders |= {folder for folder in (own, *own.parents) if folder.is_relative_to(root)}
    granted = [quota for folder in folders if (quota := _read_quota(folder)) is not None]
    return min(granted, default=None)


def _read_quota(folder: Path) -> float | None:
    """Read one control group's limit, of version 2 (cpu.max) or 1 (cpu.cfs_quota_us)."""
    try:
        if (folder / "cpu.max").exists():
            quota, period = (folder / "cpu.max").read_text("ascii").split()
        else:
            quota = (folder / "cpu.cfs_quota_us").read_text("ascii").strip()
            period = (folder / "cpu.cfs_period_us").read_text("ascii").strip()
        cores = float(quota) / float(period)
    except (OSError, ValueError, ZeroDivisionError):  # no such file, or "max"
        return None
    return cores if cores > 0 else None


def is_arm() -> bool:
    """Return whether the processor is a 64-bit Arm."""
    return platform.machine().lower() in ("arm64", "aarch64")


def is_x86() -> bool:
    """Return whether the processor is a 64-bit x86."""
    return platform.machine().lower() in ("x86_64", "amd64")


def processor() -> str:
    """Return the kind of processor: its architecture, and the compiler's name for it if there is a compiler.

    Two of one kind compute the same bits.
    """
    try:
        from llvmlite import binding
    except ImportError:
        return platform.machine()
    return f"{platform.machine()} {binding.get_host_cpu_name()}"
