"""The selectors of rho, one file each, behind one protocol."""
