"""Jupyter kernels: processes that run the programs of the code lab, one for each page.

Nothing else imports pyzmq and jupyter_client, and this package only when a kernel is started: they may be
missing.
"""

from neurarium.server.jupyter.kernels import JupyterKernels

__all__ = ["JupyterKernels"]
