"""Reads iCalendar files (RFC 5545) as they come: broken lines are named and left out, the rest is read."""
