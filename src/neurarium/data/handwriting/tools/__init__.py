"""Image tools that the steps share: small, NumPy-only, each equal to a known library function."""
