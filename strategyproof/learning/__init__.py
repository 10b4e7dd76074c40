"""The learned price scaling factor.

This room is for what learns rho from a market, and it is the only room that may import torch (the extra
``learn``).
"""
