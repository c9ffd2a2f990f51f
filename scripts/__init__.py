"""Programs behind the Makefile and for those who work on Neurarium: `python -m scripts.NAME`."""
