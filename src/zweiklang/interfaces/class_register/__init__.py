"""Reads tables of a class register: day, class, subject, learning field and topic, as XLSX or CSV, or pasted from a spreadsheet."""
