"""Preview against reality: ``python -m tests.real.differential FLEET…``.

A fleet is created on a real Karmada (the sandbox), and what every member then holds is compared
with what the preview says of the same files, field by field. See ``--help``.
"""
