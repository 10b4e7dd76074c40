"""The checker checked: one-line mistakes are planted in the rules that ship, and proof and fuzzing must find each."""
