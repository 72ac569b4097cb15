"""Who was not at school, who says so, and who decides: a class's day, decisions, reasons, notices, statements of firms."""
