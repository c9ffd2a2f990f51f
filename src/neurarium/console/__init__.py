"""Inside the process that runs a learner's programs: limits to output, errors as data, a table of variables.

`flood`, `errors` and `variables` need the standard library and NumPy only, so that they also work where there
is no Jupyter kernel. `launch` and `shell` put them into one; ``python -m neurarium.console`` starts it.
"""
