"""Steps 1 to 5, on the whole picture: which pixels are ink."""
