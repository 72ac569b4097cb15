"""LUSD, the pupils' database of the Land: "Individueller Bericht" as XLSX or CSV in three header styles, JSON, and groups of the Schulportal.

Known columns come from published readers of such reports; the reports themselves are made by each school, so that every column may be absent.
"""
