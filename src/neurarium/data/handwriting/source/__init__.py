"""Step 0: a file, an array or a drawing becomes a `Picture` of working size."""
