"""The words of Python that the evaluator knows: one file for each module that is modelled.

``heapq`` is modelled in ``words/heapq_words.py``, and so on. What needs no import is in ``words/builtins_words.py``
(going through things), ``words/scalars_words.py`` (numbers and text) and ``words/types_words.py``; the methods of types
are in ``words/list_words.py``, ``words/dict_words.py``, ``words/set_words.py``, ``words/str_words.py``. A file is
loaded when user code imports its module.
"""

from __future__ import annotations

import importlib
from importlib.util import find_spec

ALWAYS = ("builtins", "scalars", "types", "list", "dict", "set", "str", "object", "type")


def load_always() -> None:
    """Load the words that need no import."""
    for name in ALWAYS:
        importlib.import_module(f"{__name__}.{name}_words")


def available(module: str) -> bool:
    """Load the words of a module; False if it is not modelled."""
    file = f"{__name__}.{module.replace('.', '_')}_words"
    if find_spec(file) is None:
        return False
    importlib.import_module(file)
    return True
