"""Chambers (zuständige Stellen): training contracts from their register, as CSV or XLSX with named columns. No public interface is known."""
