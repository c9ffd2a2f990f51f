"""Steps 6 and 7, on the pieces of ink: which of them are writing, and which make one digit."""
