"""The policy, written once: what trains, what runs, what is judged. Nothing here imports torch.

* :mod:`network` is eqs. 17 and 18 on the array namespace, with the weights as a dict of arrays.
* :mod:`bounded` are arrays that carry a bound of their rounding error: from them the audit knows which rounds are near.
* :mod:`traced` are arrays that remember which inputs each entry was computed from: with them the very function that
  runs shows what it reads.
"""
