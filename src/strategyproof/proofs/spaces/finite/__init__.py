"""Finite type spaces: the function itself is run at every profile, and every law is a comparison of arrays."""
