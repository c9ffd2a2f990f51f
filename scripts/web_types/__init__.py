"""Writes what the web front end knows of the lab from the lab's own declarations.

One file for each exhibit, ``web/src/exhibits/<id>/lab.gen.ts``, and one for the lab itself,
``web/src/lab.gen.ts``: a reader and a type for every answer, a type for the parameters of every operation,
the table of operations, and a field of the address for every setting that a link can hold.

``python -m scripts.web_types`` writes them; with ``--check`` it only says whether they are up to date.
"""
