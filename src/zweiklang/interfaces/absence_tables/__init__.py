"""Tables of absences as CSV or XLSX: class, name, day, lessons, what, decision, minutes. No column for a reason is read."""
