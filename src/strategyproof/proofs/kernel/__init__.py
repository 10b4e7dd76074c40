"""A proof kernel: the same rules and laws as Gallina, for Coq to check. It does what no solver is trusted for then.

The interpreter (``text``, ``words``) runs a rule's and a law's own source on numbers that are text; ``statements``
makes definitions and theorems of it; ``project`` puts them beside the prelude in :file:`coq/`; ``coqc`` asks Coq.
"""

from __future__ import annotations
