"""Data protection in the product: the pages of the release rules, who sees what, who looked, consents, and everybody's rights.

The rules themselves, the log of looks and row-level security belong to `rooms`; here stand the pages and what goes through all apps:
exports, erasure, retention, and the documents of the Land generated from the models' privacy notes.
"""
