"""Pages of consultation days: `days` for whoever books, `hosting` for teachers, `managing` for the school."""
