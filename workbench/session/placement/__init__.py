"""The Placement room: where objects go, why, and what a change would move."""
