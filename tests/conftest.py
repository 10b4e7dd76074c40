"""One Hypothesis profile for all tests: no deadline, as wall clock says nothing on a machine that others use too."""

from __future__ import annotations

from hypothesis import settings

PROFILE = "no-deadline"

# A profile that was chosen before (Hypothesis has one for CI) stays as it is, its deadline apart.
settings.register_profile(PROFILE, parent=settings(), deadline=None)
settings.load_profile(PROFILE)
