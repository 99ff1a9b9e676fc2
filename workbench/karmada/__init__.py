"""What Karmada does, as pure functions of objects and a version profile.

No clock, no randomness, no I/O and no toolkit in here. Every rule names the Karmada file
and version that it follows; differences between versions are data in :mod:`.profile`.
"""
