"""Karmada's controllers over a fleet in memory, with a clock that is an argument.

Nothing here waits, reads a clock or draws a number: the same fleet, scenario and settings give
the same timeline on every machine.
"""
