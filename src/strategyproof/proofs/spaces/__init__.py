"""Functions whose types or outcomes are more than one number and yes or no: one composite, read once, for every law."""
