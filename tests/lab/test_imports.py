"""What importing the lab loads."""

import subprocess
import sys


def test_only_numpy_pillow_and_the_standard_library():
    """The lab can be imported where nothing but NumPy and Pillow is installed, as in a browser's Python."""
    program = (
        "import sys; import neurarium.lab; "
        "loaded = {name.partition('.')[0] for name in sys.modules}; "
        "print(*sorted(loaded - set(sys.stdlib_module_names) - set(sys.builtin_module_names)))"
    )
    # -S and -I keep site-packages' start-up hooks (editable installs, coverage) out of what is loaded.
    paths = [path for path in sys.path if path]
    setup = f"import sys; sys.path[:] = {paths!r}; "
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", setup + program], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    allowed = {"neurarium", "numpy", "PIL", "__main__", "cython_runtime"}
    loaded = {name for name in run.stdout.split() if not name.startswith("_cython")}
    assert loaded <= allowed, loaded - allowed
