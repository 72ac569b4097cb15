"""Reads tables of school days: block plans (class, from, to), calendar weeks, or weekdays of a half-year, as schools keep them in XLSX or CSV."""
