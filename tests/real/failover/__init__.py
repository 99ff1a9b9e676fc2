"""The same failovers on a sandbox and in the simulator, reduced to the same events.

``python -m tests.real.failover --help`` says how to run it.
"""
