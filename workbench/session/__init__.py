"""What every front end shows: previews, rooms, rows, and one table of actions.

Front ends draw these values and forward actions; they decide nothing.
"""
